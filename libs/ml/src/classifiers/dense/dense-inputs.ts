import type { NamedArrays } from '../../artifact/arrays.ts';
import type { FeatureMatrix } from '../../tables/feature-matrix.ts';
import { columnMoments } from './column-moments.ts';

/** Inputs are limited to this: one wild number must not decide alone. */
const INPUT_MOST = 8;
/** A column leaning further than this to one side is taken by its logarithm, if that leans less. */
const SKEW_MOST = 2;
/** Below, a spread is rounding. */
const DEVIATION_LEAST = 1e-12;

const signedLog = (value: number): number => Math.sign(value) * Math.log1p(Math.abs(value));

/**
 * What the columns of a table are to a dense network: z-scores, of the logarithm where a column is skewed, limited
 * to ±8, with 0, the mean, for a missing value; then, for each column with missing values, whether it is missing, as
 * a z-score too. A row of zeros is therefore the mean row.
 */
export class DenseInputs {
  readonly width: number;
  /** [width] The column that each input is of. */
  readonly columnOf: Int32Array;

  /** All [columns]; a factor of 0 leaves a column out, `missingFactors` of 0 its indicator. */
  private constructor(
    private readonly offsets: Float64Array,
    private readonly factors: Float64Array,
    private readonly isLogarithm: Uint8Array,
    private readonly missingShares: Float64Array,
    private readonly missingFactors: Float64Array,
  ) {
    const columns = Array.from(offsets.keys());
    const withIndicator = columns.filter((column) => missingFactors[column] !== 0);
    this.columnOf = Int32Array.from([...columns, ...withIndicator]);
    this.width = this.columnOf.length;
  }

  /** From these rows of the matrix only, so that nothing of the others is known. */
  static fit(matrix: FeatureMatrix, rows: Int32Array): DenseInputs {
    const count = matrix.columns.length;
    const make = () => new Float64Array(count);
    const [offsets, factors, missingShares, missingFactors] = [make(), make(), make(), make()];
    const isLogarithm = new Uint8Array(count);
    for (const [column, values] of matrix.values.entries()) {
      const plain = columnMoments(values, rows);
      const logarithm = columnMoments(values, rows, signedLog);
      const usesLogarithm =
        Math.abs(plain.skewness) > SKEW_MOST && Math.abs(logarithm.skewness) < Math.abs(plain.skewness);
      const { mean, deviation, missing } = usesLogarithm ? logarithm : plain;
      const share = missing / rows.length;
      isLogarithm[column] = usesLogarithm ? 1 : 0;
      offsets[column] = mean;
      factors[column] = deviation <= DEVIATION_LEAST * Math.max(1, Math.abs(mean)) ? 0 : 1 / deviation;
      missingShares[column] = share;
      missingFactors[column] = share === 0 || share === 1 ? 0 : 1 / Math.sqrt(share * (1 - share));
    }
    return new DenseInputs(offsets, factors, isLogarithm, missingShares, missingFactors);
  }

  static from(state: NamedArrays): DenseInputs {
    const doubles = (name: string): Float64Array => {
      const array = state[name];
      if (array instanceof Float64Array) return array;
      throw new TypeError(`expected 64-bit floats as "${name}" of the dense network`);
    };
    return new DenseInputs(
      doubles('offsets'),
      doubles('factors'),
      Uint8Array.from(state['isLogarithm'] ?? []),
      doubles('missingShares'),
      doubles('missingFactors'),
    );
  }

  state(): NamedArrays {
    const { offsets, factors, isLogarithm, missingShares, missingFactors } = this;
    return { offsets, factors, isLogarithm, missingShares, missingFactors };
  }

  /** `valueOf` a column -> `into` [width]. */
  encode(valueOf: (column: number) => number, into: Float32Array | Float64Array): void {
    const count = this.offsets.length;
    for (let input = 0; input < this.width; input++) {
      const column = this.columnOf[input] ?? 0;
      const value = valueOf(column);
      into[input] = input < count ? this.scaled(column, value) : this.indicator(column, value);
    }
  }

  private scaled(column: number, value: number): number {
    if (Number.isNaN(value)) return 0;
    const taken = this.isLogarithm[column] === 1 ? signedLog(value) : value;
    const scaled = (taken - (this.offsets[column] ?? 0)) * (this.factors[column] ?? 0);
    return Math.max(-INPUT_MOST, Math.min(INPUT_MOST, scaled));
  }

  private indicator(column: number, value: number): number {
    const isMissing = Number.isNaN(value) ? 1 : 0;
    const scaled = (isMissing - (this.missingShares[column] ?? 0)) * (this.missingFactors[column] ?? 0);
    return Math.min(INPUT_MOST, scaled);
  }
}
