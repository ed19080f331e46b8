import type { BinConfig } from '../trees/bin-edges.ts';
import type { SplitLimits } from '../trees/split.ts';

export interface BoostingConfig extends SplitLimits, BinConfig {
  /** Trees one after the other, for each output of the loss. */
  readonly rounds: number;
  readonly learningRate: number;
  readonly leavesMost: number;
  /** Share of the columns that each leaf may be cut by. */
  readonly columnShare: number;
  /** Share of the rows that each tree is grown on, drawn anew for each. */
  readonly rowShare: number;
  /** Rounds without a smaller loss on the validation rows before training stops. */
  readonly patience: number;
  /** Models whose log-odds are averaged, each from rows drawn anew; 1: one model from all rows. */
  readonly bags: number;
  /** Of the rows of the commonest class, the share in each bag; of the others, as many as there are with replacement. */
  readonly bagShare: number;
}

const BINS_MOST = 1023;
const BYTE_BINS_MOST = 255;
/** Above it 255 bins place the limits well enough and take half the memory. */
const FINE_ROWS_MOST = 500_000;
/** Of all columns together: 8 MB for the histogram of a leaf. */
const ALL_BINS_MOST = 2 ** 19;
/** Below it a model's own chance matters: many are averaged. */
const BAGGED_ROWS_MOST = 200_000;
/** Of fewer none can be spared. */
const FEW_COLUMNS = 10;

/**
 * What suits a table of that size: fine bins and a floor of the hessians decide most (measured in ADR 23), averaging helps where
 * rows of the rarer class are few.
 */
export function boostingConfig(rows: number, columns: number): BoostingConfig {
  const bags = rows <= BAGGED_ROWS_MOST ? 5 : 1;
  const fineBins = Math.floor(ALL_BINS_MOST / Math.max(1, columns));
  return {
    rounds: 150,
    learningRate: 0.05,
    leavesMost: 15,
    leafRowsMin: 20,
    leafHessianMin: 1,
    l2: 0,
    // Bags that may not look at the same columns differ more, and cost less.
    columnShare: bags > 1 && columns >= FEW_COLUMNS ? 0.5 : 1,
    rowShare: 1,
    patience: 20,
    bags,
    bagShare: 0.5,
    binsMost:
      rows <= FINE_ROWS_MOST ? Math.max(BYTE_BINS_MOST, Math.min(BINS_MOST, fineBins)) : BYTE_BINS_MOST,
    tailShare: 0.25,
  };
}
