import { isDeepStrictEqual } from 'node:util';
import type { Affinity, Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { AFFINITIES_MAX } from '../reducer/affinities.ts';
import { NO_COUNTS, NO_ORDERS } from '../reducer/empty-profile.ts';
import { PURCHASED_ITEMS_MAX } from '../reducer/purchased-items.ts';

/** Decayed sums are rounded differently when events are added in another order. */
const RELATIVE_TOLERANCE = 1e-9;

export interface Comparison {
  /**
   * The two were folded in different orders, as when a user's events came from several partitions. Then the sequence
   * of bought items may differ, and a list at its bound may hold other names: what was forgotten depended on the
   * order. Such a list is not compared.
   */
  readonly anyOrder: boolean;
}

/** The names of the fields in which two profiles differ. Versions count batches and are not compared. */
export function profileDifferences(one: Profile, other: Profile, comparison: Comparison): readonly string[] {
  const same: Readonly<Record<Exclude<keyof Profile, 'version'>, boolean>> = {
    profileId: one.profileId === other.profileId,
    asOfMs: one.asOfMs === other.asOfMs,
    recent: isDeepStrictEqual(one.recent, other.recent),
    categories: sameAffinities(one.categories, other.categories, comparison),
    brands: sameAffinities(one.brands, other.brands, comparison),
    priceBands: sameAffinities(one.priceBands, other.priceBands, comparison),
    rfm: isDeepStrictEqual(one.rfm ?? NO_ORDERS, other.rfm ?? NO_ORDERS),
    counts: isDeepStrictEqual(one.counts ?? NO_COUNTS, other.counts ?? NO_COUNTS),
    firstSeenMs: one.firstSeenMs === other.firstSeenMs,
    signedUpMs: one.signedUpMs === other.signedUpMs,
    lastLoginMs: one.lastLoginMs === other.lastLoginMs,
    mergedAnonymousIds: isDeepStrictEqual(one.mergedAnonymousIds, other.mergedAnonymousIds),
    purchasedItemIds: samePurchases(one.purchasedItemIds, other.purchasedItemIds, comparison),
  };
  return Object.entries(same)
    .filter(([, isSame]) => !isSame)
    .map(([field]) => field);
}

/** By name: two nearly equal weights may have changed places. */
function sameAffinities(
  one: readonly Affinity[],
  other: readonly Affinity[],
  { anyOrder }: Comparison,
): boolean {
  if (anyOrder && Math.max(one.length, other.length) >= AFFINITIES_MAX) return true;
  const weights = new Map(other.map(({ name, weight }) => [name, weight]));
  return (
    one.length === other.length &&
    one.every(({ name, weight }) => isClose(weight, weights.get(name) ?? Number.NaN))
  );
}

function isClose(one: number, other: number): boolean {
  return Math.abs(one - other) <= RELATIVE_TOLERANCE * Math.max(Math.abs(one), Math.abs(other));
}

function samePurchases(one: readonly string[], other: readonly string[], { anyOrder }: Comparison): boolean {
  if (!anyOrder) return isDeepStrictEqual(one, other);
  if (Math.max(one.length, other.length) >= PURCHASED_ITEMS_MAX) return true;
  return isDeepStrictEqual(one.toSorted(), other.toSorted());
}
