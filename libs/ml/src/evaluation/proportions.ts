import type { Interval } from './bootstrap.ts';

/** How many of some trials were hits. */
export interface Proportion {
  readonly hits: number;
  readonly trials: number;
}

/** z of a two-sided 95 % interval. */
const Z = 1.959964;

/** 95 % interval of a rate (Wilson 1927): sound for small samples and rates near nought. 0 to 1 for no trials. */
export function wilsonInterval({ hits, trials }: Proportion): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const rate = hits / trials;
  const scale = 1 + Z ** 2 / trials;
  const middle = (rate + Z ** 2 / (2 * trials)) / scale;
  const half = (Z / scale) * Math.sqrt((rate * (1 - rate)) / trials + Z ** 2 / (4 * trials ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Standard deviation of the true differences that the mixture expects: a tenth of the pooled rate. */
const EXPECTED_SHARE = 0.1;

/**
 * The always-valid p-value of a difference of two rates, by the mixture sequential probability ratio test with a normal
 * mixture (Johari, Pekelis and Walsh 2015): 1 / Λ with Λ = √(V / (V + τ²)) exp(τ² d² / (2 V (V + τ²))). The lowest of
 * the p-values seen so far holds its level however often one looks. 1 where nothing can be said.
 */
export function sequentialPValue(a: Proportion, b: Proportion): number {
  if (a.trials === 0 || b.trials === 0) return 1;
  const pooled = (a.hits + b.hits) / (a.trials + b.trials);
  const variance = pooled * (1 - pooled) * (1 / a.trials + 1 / b.trials);
  if (variance === 0) return 1;
  const mixture = (EXPECTED_SHARE * pooled) ** 2;
  const difference = a.hits / a.trials - b.hits / b.trials;
  const logRatio =
    0.5 * Math.log(variance / (variance + mixture)) +
    (mixture * difference ** 2) / (2 * variance * (variance + mixture));
  return Math.min(1, Math.exp(-logRatio));
}
