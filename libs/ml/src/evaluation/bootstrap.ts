import type { Random } from '../random.ts';

const RESAMPLES = 1000;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Percentile bootstrap interval of the mean (Efron 1979), at 95 % unless told. NaN for no values. */
export function bootstrapMean(values: ArrayLike<number>, random: Random, confidence = 0.95): Interval {
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[random.integer(values.length)] ?? 0;
    return sum / values.length;
  }).sort();
  const tail = Math.floor(((1 - confidence) / 2) * RESAMPLES);
  return { low: means[tail] ?? NaN, high: means[RESAMPLES - 1 - tail] ?? NaN };
}
