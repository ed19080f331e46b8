import type { Random } from '../../random.ts';
import type { BinnedMatrix } from './binned-matrix.ts';
import { drawSplit } from './draw-split.ts';
import { findSplit } from './find-split.ts';
import type { Histogram } from './histogram.ts';
import { noSplit, type LeafSums, type Split, type SplitLimits } from './split.ts';

export interface SearchConfig extends SplitLimits {
  /** Share of the columns that each leaf may be cut by, drawn anew for each. */
  readonly columnShare: number;
  /** The best cut of a column, or one drawn by chance. */
  readonly cuts: 'best' | 'drawn';
}

/** Looks for the cut of a leaf that gains most. */
export class SplitSearch {
  private readonly columns: Int32Array;

  constructor(
    private readonly matrix: BinnedMatrix,
    private readonly config: SearchConfig,
    private readonly random: Random,
  ) {
    this.columns = Int32Array.from(matrix.bins, (_, column) => column);
  }

  /** The best cut; its column is -1 where none is allowed or gains. */
  best(leaf: LeafSums, histogram: Histogram): Split {
    const { edges, starts, hasMissing } = this.matrix;
    const { leafRowsMin, leafHessianMin, cuts } = this.config;
    const split = noSplit();
    if (leaf.rows < 2 * leafRowsMin || leaf.hessian < 2 * leafHessianMin) return split;
    for (const column of this.drawnColumns()) {
      const ofColumn = edges[column] ?? new Float64Array();
      const bins = {
        histogram,
        column,
        start: starts[column] ?? 0,
        valueBins: ofColumn.length + 1,
        hasMissing: hasMissing[column] === true,
      };
      if (cuts === 'best') findSplit(split, bins, leaf, this.config);
      else drawSplit(split, bins, leaf, this.config, ofColumn, this.random);
    }
    return split;
  }

  private drawnColumns(): Int32Array {
    const count = Math.max(1, Math.round(this.config.columnShare * this.columns.length));
    if (count >= this.columns.length) return this.columns;
    return this.random.shuffle(this.columns).subarray(0, count);
  }
}
