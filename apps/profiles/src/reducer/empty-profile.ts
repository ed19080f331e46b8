import type { FunnelCounts, Profile, Rfm } from '#contracts/generated/cartwise/profile/v1/profile';

export const NO_COUNTS: FunnelCounts = {
  views: 0,
  carts: 0,
  searches: 0,
  checkouts: 0,
  recommendationClicks: 0,
};

export const NO_ORDERS: Rfm = { lastOrderMs: 0, orders: 0, spentMinor: 0, currency: '', refunds: 0 };

/** A profile that nothing was folded into: the neutral element of `combineProfiles`. */
export function emptyProfile(profileId: string): Profile {
  return {
    profileId,
    version: 0,
    asOfMs: 0,
    recent: [],
    categories: [],
    brands: [],
    priceBands: [],
    rfm: NO_ORDERS,
    counts: NO_COUNTS,
    firstSeenMs: 0,
    signedUpMs: 0,
    lastLoginMs: 0,
    mergedAnonymousIds: [],
    purchasedItemIds: [],
  };
}
