/** How far beyond the quartiles, in their distance, a value is far out (Tukey 1977). */
const FENCE = 3;
/** Quartiles of so many are those of all, nearly. */
const SAMPLE_MOST = 50_000;

/** How many numbers lie far out; 0 where half of them are one and the same. NaN is missing. */
export function countOutliers(values: ArrayLike<number>): number {
  const step = Math.max(1, Math.floor(values.length / SAMPLE_MOST));
  const sample: number[] = [];
  for (let row = 0; row < values.length; row += step) {
    const value = values[row] ?? NaN;
    if (!Number.isNaN(value)) sample.push(value);
  }
  sample.sort((a, b) => a - b);
  const [low = NaN, high = NaN] = [0.25, 0.75].map(
    (share) => sample[Math.floor(share * (sample.length - 1))],
  );
  const reach = FENCE * (high - low);
  if (!(reach > 0)) return 0;
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN;
    if (value < low - reach || value > high + reach) count++;
  }
  return count;
}
