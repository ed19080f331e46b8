/**
 * The score that a share of the rows reaches: a threshold set apart from the detector, which can be moved without training
 * again. At most `share` of the scores are at or above it, ties aside. Infinity where that is less than one row.
 */
export function thresholdAt(scores: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(scores).sort();
  const count = Math.floor(share * sorted.length);
  return count === 0 ? Infinity : (sorted[sorted.length - count] ?? Infinity);
}
