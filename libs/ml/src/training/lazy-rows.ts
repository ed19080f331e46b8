import type { AdamConfig } from './adam.ts';

const EPSILON = 1e-8;

/**
 * A large table of which a step touches few rows, kept in plain arrays, with Adam for the touched rows alone ("lazy Adam"):
 * the moments of a row decay when it is touched. A dense step would go through the whole table and both moments a dozen times.
 */
export class LazyRows {
  private readonly means: Float32Array;
  private readonly squares: Float32Array;
  /** Place of a row among those taken, plus 1; 0 for one that is not. */
  private readonly placeOf: Int32Array;
  private steps = 0;

  /** `values` [rows, dimension] is changed in place. */
  constructor(
    readonly values: Float32Array,
    readonly dimension: number,
    private readonly config: Pick<AdamConfig, 'beta1' | 'beta2'>,
  ) {
    this.means = new Float32Array(values.length);
    this.squares = new Float32Array(values.length);
    this.placeOf = new Int32Array(values.length / dimension);
  }

  /** The table with its moments, for a checkpoint; views. */
  state(): {
    readonly values: Float32Array;
    readonly means: Float32Array;
    readonly squares: Float32Array;
    readonly steps: number;
  } {
    return { values: this.values, means: this.means, squares: this.squares, steps: this.steps };
  }

  /** Goes on from such a state. */
  restore({ values, means, squares, steps }: ReturnType<LazyRows['state']>): void {
    this.values.set(values);
    this.means.set(means);
    this.squares.set(squares);
    this.steps = steps;
  }

  /** The different rows among `wanted`, and where in them each of `wanted` is. */
  take(wanted: Int32Array): { readonly rows: Int32Array; readonly places: Int32Array } {
    const rows: number[] = [];
    const places = wanted.map((row) => {
      const known = this.placeOf[row] ?? 0;
      if (known > 0) return known - 1;
      rows.push(row);
      this.placeOf[row] = rows.length;
      return rows.length - 1;
    });
    for (const row of rows) this.placeOf[row] = 0;
    return { rows: Int32Array.from(rows), places };
  }

  /** A copy of some rows, [rows, dimension]. */
  gather(rows: Int32Array): Float32Array {
    const { dimension, values } = this;
    const gathered = new Float32Array(rows.length * dimension);
    for (const [place, row] of rows.entries()) {
      gathered.set(values.subarray(row * dimension, (row + 1) * dimension), place * dimension);
    }
    return gathered;
  }

  /** One step of Adam (Kingma and Ba 2015) on different rows, with their gradient [rows, dimension]. */
  step(rows: Int32Array, gradient: Float32Array, learningRate: number): void {
    const { means, squares, values, dimension } = this;
    const { beta1, beta2 } = this.config;
    this.steps++;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** this.steps)) / (1 - beta1 ** this.steps);
    for (const [place, row] of rows.entries()) {
      const from = place * dimension;
      const to = row * dimension;
      for (let i = 0; i < dimension; i++) {
        const slope = gradient[from + i] ?? 0;
        const mean = beta1 * (means[to + i] ?? 0) + (1 - beta1) * slope;
        const square = beta2 * (squares[to + i] ?? 0) + (1 - beta2) * slope * slope;
        means[to + i] = mean;
        squares[to + i] = square;
        values[to + i] = (values[to + i] ?? 0) - (rate * mean) / (Math.sqrt(square) + EPSILON);
      }
    }
  }
}
