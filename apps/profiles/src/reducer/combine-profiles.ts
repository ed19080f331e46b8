import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { mergeAffinities } from './affinities.ts';
import { mergeCounts } from './funnel-counts.ts';
import { mergeOrders } from './orders.ts';
import { mergePurchased } from './purchased-items.ts';
import { mergeRecent } from './recent-interactions.ts';

/**
 * What `base` and `other` know together, under the name of `base`. Associative and, but for the sequence of bought
 * items, commutative, as long as the lists stay within their bounds: so late events, other partitions and merged
 * visitors need no special case.
 */
export function combineProfiles(base: Profile, other: Profile): Profile {
  const affinities = (kind: 'categories' | 'brands' | 'priceBands') =>
    mergeAffinities(
      { affinities: base[kind], asOfMs: base.asOfMs },
      { affinities: other[kind], asOfMs: other.asOfMs },
    );
  return {
    profileId: base.profileId,
    version: base.version,
    mergedAnonymousIds: base.mergedAnonymousIds,
    asOfMs: Math.max(base.asOfMs, other.asOfMs),
    recent: mergeRecent(base.recent, other.recent),
    categories: affinities('categories'),
    brands: affinities('brands'),
    priceBands: affinities('priceBands'),
    rfm: mergeOrders(base.rfm, other.rfm),
    counts: mergeCounts(base.counts, other.counts),
    firstSeenMs: earliest(base.firstSeenMs, other.firstSeenMs),
    signedUpMs: earliest(base.signedUpMs, other.signedUpMs),
    lastLoginMs: Math.max(base.lastLoginMs, other.lastLoginMs),
    purchasedItemIds: mergePurchased(base.purchasedItemIds, other.purchasedItemIds),
  };
}

/** 0 means never. */
function earliest(oneMs: number, otherMs: number): number {
  if (oneMs === 0 || otherMs === 0) return oneMs + otherMs;
  return Math.min(oneMs, otherMs);
}
