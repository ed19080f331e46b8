import type { Histogram } from './histogram.ts';
import type { LeafSums, Split, SplitLimits } from './split.ts';

/** One column of the histogram of a leaf. */
export interface ColumnBins {
  readonly histogram: Histogram;
  readonly column: number;
  /** Of the column's first bin. */
  readonly start: number;
  /** Bins of values; that of what is missing comes after them. */
  readonly valueBins: number;
  readonly hasMissing: boolean;
}

/**
 * Puts the best cut of a column into `best` if it gains more than what is there (Chen and Guestrin 2016, eq. 7; rows
 * without a value are tried on either side).
 */
export function findSplit(best: Split, bins: ColumnBins, leaf: LeafSums, limits: SplitLimits): void {
  scan(best, bins, leaf, limits, false);
  if (bins.hasMissing) scan(best, bins, leaf, limits, true);
}

function scan(
  best: Split,
  { histogram, column, start, valueBins, hasMissing }: ColumnBins,
  { gradient, hessian, rows }: LeafSums,
  { leafRowsMin, leafHessianMin, l2 }: SplitLimits,
  missingLeft: boolean,
): void {
  const rowsPerHessian = rows / hessian;
  const hessianMin = Math.max(leafHessianMin, (leafRowsMin - 0.5) / rowsPerHessian);
  const asOne = (gradient * gradient) / (hessian + l2);
  const missing = 2 * (start + valueBins);
  let leftGradient = missingLeft ? (histogram[missing] ?? 0) : 0;
  let leftHessian = missingLeft ? (histogram[missing + 1] ?? 0) : 0;
  // The cut after the last value parts what has a value from what has none.
  const cuts = hasMissing && !missingLeft ? valueBins : valueBins - 1;
  let [gain, bin, gainedGradient, gainedHessian] = [best.gain, -1, 0, 0];
  for (let b = 0, at = 2 * start; b < cuts; b++, at += 2) {
    leftGradient += histogram[at] ?? 0;
    leftHessian += histogram[at + 1] ?? 0;
    if (leftHessian < hessianMin) continue;
    const rightHessian = hessian - leftHessian;
    if (rightHessian < hessianMin) break;
    const rightGradient = gradient - leftGradient;
    const gainHere =
      (leftGradient * leftGradient) / (leftHessian + l2) +
      (rightGradient * rightGradient) / (rightHessian + l2) -
      asOne;
    if (gainHere > gain)
      [gain, bin, gainedGradient, gainedHessian] = [gainHere, b, leftGradient, leftHessian];
  }
  if (bin < 0) return;
  best.gain = gain;
  best.column = column;
  best.bin = bin;
  // What never was missing in training goes where most rows go.
  best.missingLeft = hasMissing ? missingLeft : gainedHessian * 2 > hessian;
  best.leftGradient = gainedGradient;
  best.leftHessian = gainedHessian;
}
