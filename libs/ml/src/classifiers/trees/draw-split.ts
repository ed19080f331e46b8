import type { Random } from '../../random.ts';
import type { ColumnBins } from './find-split.ts';
import type { LeafSums, Split, SplitLimits } from './split.ts';

/**
 * Like findSplit, with one cut drawn evenly between the least and the largest value of the leaf (Geurts et al. 2006,
 * extremely randomised trees). `edges` of the column.
 */
export function drawSplit(
  best: Split,
  { histogram, column, start, valueBins, hasMissing }: ColumnBins,
  { gradient, hessian, rows }: LeafSums,
  { leafRowsMin, leafHessianMin, l2 }: SplitLimits,
  edges: Float64Array,
  random: Random,
): void {
  let [first, last] = [0, valueBins - 1];
  const isEmpty = (bin: number): boolean => (histogram[2 * (start + bin) + 1] ?? 0) < 1e-9;
  while (first < last && isEmpty(first)) first++;
  while (first < last && isEmpty(last)) last--;
  if (first === last) return;
  const [low, high] = [edges[first] ?? 0, edges[last - 1] ?? 0];
  const drawn = low + random.next() * (high - low);
  let bin = first;
  while (bin < last - 1 && (edges[bin] ?? 0) < drawn) bin++;
  let [leftGradient, leftHessian] = [0, 0];
  for (let at = 2 * (start + first); at <= 2 * (start + bin); at += 2) {
    leftGradient += histogram[at] ?? 0;
    leftHessian += histogram[at + 1] ?? 0;
  }
  const missing = 2 * (start + valueBins);
  const missingLeft = hasMissing ? random.next() < 0.5 : leftHessian * 2 > hessian;
  if (hasMissing && missingLeft) {
    leftGradient += histogram[missing] ?? 0;
    leftHessian += histogram[missing + 1] ?? 0;
  }
  const rightHessian = hessian - leftHessian;
  const hessianMin = Math.max(leafHessianMin, ((leafRowsMin - 0.5) * hessian) / rows);
  if (leftHessian < hessianMin || rightHessian < hessianMin) return;
  const rightGradient = gradient - leftGradient;
  const gain =
    (leftGradient * leftGradient) / (leftHessian + l2) +
    (rightGradient * rightGradient) / (rightHessian + l2) -
    (gradient * gradient) / (hessian + l2);
  if (gain <= best.gain) return;
  Object.assign(best, { gain, column, bin, missingLeft, leftGradient, leftHessian });
}
