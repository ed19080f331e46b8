import type { BinnedMatrix } from './binned-matrix.ts';
import { addColumn, type Histogram } from './histogram.ts';

/** Makes the histograms of leaves, in buffers that come back and are used again. */
export class LeafHistograms {
  private readonly free: Histogram[] = [];
  /** Gradients and hessians of the leaf, in the order of its rows. */
  private readonly ordered: Float32Array;

  constructor(private readonly matrix: BinnedMatrix) {
    this.ordered = new Float32Array(2 * matrix.rowCount);
  }

  /** Of the rows at the places from..to; `pairs` [rows of the table, 2]. */
  make(rows: Int32Array, from: number, to: number, pairs: Float32Array): Histogram {
    const { bins, starts } = this.matrix;
    const histogram = this.free.pop() ?? new Float64Array(2 * (starts[bins.length] ?? 0));
    histogram.fill(0);
    const { ordered } = this;
    for (let i = from, at = 0; i < to; i++, at += 2) {
      const pair = 2 * (rows[i] ?? 0);
      ordered[at] = pairs[pair] ?? 0;
      ordered[at + 1] = pairs[pair + 1] ?? 0;
    }
    for (const [column, ofColumn] of bins.entries())
      addColumn(histogram, starts[column] ?? 0, ofColumn, rows, from, to, ordered);
    return histogram;
  }

  /** A histogram that nobody needs any more. */
  release(histogram: Histogram): void {
    this.free.push(histogram);
  }
}
