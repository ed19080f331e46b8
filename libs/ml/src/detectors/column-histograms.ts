import type { NamedArrays } from '../artifact/arrays.ts';
import { addUp } from './add-up.ts';
import type { AnomalyScore, Detector } from './detector.ts';

/** Bins of every column, one column after the other. */
export interface ColumnBins {
  /** [columns + 1] Where the edges of each column begin; a column of n edges has n - 1 bins. */
  readonly starts: Int32Array;
  /** Ascending within a column. */
  readonly edges: Float64Array;
  /** Parallel to `edges`: how strange the bin is that begins there; that of the last edge is not used. */
  readonly strangeness: Float64Array;
  /** [columns] Of a value outside of all bins. */
  readonly outside: Float64Array;
  /** [columns] Of a missing value. */
  readonly missing: Float64Array;
}

/**
 * Histogram-based outlier score (Goldstein and Dengel 2012): columns are taken as independent, and the score is the sum
 * over them of -ln of how often their bin occurs, beside the column's fullest bin. How bins are laid is fitHistograms'.
 */
export class ColumnHistograms implements Detector {
  constructor(
    readonly name: string,
    private readonly bins: ColumnBins,
  ) {}

  static from(name: string, state: NamedArrays): ColumnHistograms {
    const { starts, edges, strangeness, outside, missing } = state;
    if (!(
      starts instanceof Int32Array &&
      edges instanceof Float64Array &&
      strangeness instanceof Float64Array &&
      outside instanceof Float64Array &&
      missing instanceof Float64Array
    )) {
      throw new TypeError('not the arrays of histograms');
    }
    return new ColumnHistograms(name, { starts, edges, strangeness, outside, missing });
  }

  score(row: Float64Array): AnomalyScore {
    return addUp(row.map((value, column) => this.strangenessOf(value, column)));
  }

  state(): NamedArrays {
    return { ...this.bins };
  }

  private strangenessOf(value: number, column: number): number {
    const { starts, edges, strangeness, outside, missing } = this.bins;
    if (Number.isNaN(value)) return missing[column] ?? 0;
    const [first, end] = [starts[column] ?? 0, starts[column + 1] ?? 0];
    if (first === end || value < (edges[first] ?? 0) || value > (edges[end - 1] ?? 0))
      return outside[column] ?? 0;
    // The last edge not above the value; the highest value is in the last bin.
    let [low, high] = [first, end - 1];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((edges[middle] ?? Infinity) <= value) low = middle;
      else high = middle;
    }
    return strangeness[low] ?? 0;
  }
}
