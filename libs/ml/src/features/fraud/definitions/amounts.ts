import { amountLogOf, type AmountCount } from '../velocity-aggregate.ts';

/** The middle of a user's amounts and how far they usually lie from it, both of ln(1 + amount). */
export interface UsualAmount {
  readonly median: number;
  /** Median of the absolute deviations from the median. */
  readonly deviation: number;
}

/** Undefined without a single order. Exact up to the width of a bin. */
export function usualAmount(amounts: readonly AmountCount[]): UsualAmount | undefined {
  const logs = amounts.map(({ bin, count }) => ({ value: amountLogOf(bin), count }));
  const median = weightedMedian(logs);
  if (median === undefined) return undefined;
  const distances = logs.map(({ value, count }) => ({ value: Math.abs(value - median), count }));
  return { median, deviation: weightedMedian(distances) ?? 0 };
}

/** The lower of the two middle values where there are two. */
function weightedMedian(
  values: readonly { readonly value: number; readonly count: number }[],
): number | undefined {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { count }) => sum + count, 0) / 2;
  let seen = 0;
  for (const { value, count } of sorted) {
    seen += count;
    if (seen >= half) return value;
  }
  return undefined;
}
