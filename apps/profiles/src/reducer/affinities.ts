import type { Affinity } from '#contracts/generated/cartwise/profile/v1/profile';

/** Taste drifts over weeks: a view of a month ago counts half of one now. */
export const AFFINITY_HALF_LIFE_MS = 30 * 86_400_000;
/** Names of one kind kept per shopper; past it the lightest is forgotten, whole. */
export const AFFINITIES_MAX = 50;

/** Weights as they stand at one time. */
export interface StatedAffinities {
  readonly affinities: readonly Affinity[];
  readonly asOfMs: number;
}

/**
 * The sum of two sets of exponentially decayed weights, stated at the later of their times, heaviest first. Decay is
 * a factor common to all weights of a set, so the sum does not depend on the order of arrival, up to rounding, while
 * the names stay within the bound.
 */
export function mergeAffinities(one: StatedAffinities, other: StatedAffinities): readonly Affinity[] {
  const asOfMs = Math.max(one.asOfMs, other.asOfMs);
  // An event that names nothing and is not newer leaves all as it is, and no weight decays to none.
  if (other.affinities.length === 0 && (one.asOfMs === asOfMs || one.affinities.length === 0)) {
    return one.affinities;
  }
  const weights = new Map<string, number>();
  for (const { affinities, asOfMs: statedAtMs } of [one, other]) {
    const decay = 2 ** ((statedAtMs - asOfMs) / AFFINITY_HALF_LIFE_MS);
    for (const { name, weight } of affinities) weights.set(name, (weights.get(name) ?? 0) + weight * decay);
  }
  return Array.from(weights, ([name, weight]) => ({ name, weight }))
    .toSorted((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))
    .slice(0, AFFINITIES_MAX);
}
