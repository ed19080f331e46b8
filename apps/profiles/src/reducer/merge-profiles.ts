import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { combineProfiles } from './combine-profiles.ts';
import { mergePurchased } from './purchased-items.ts';

/** Anonymous ids remembered per user: years of cleared cookies. */
export const MERGED_IDS_MAX = 50;

/** The user with all that was known of the anonymous visitor. */
export function mergeProfiles(user: Profile, anonymous: Profile): Profile {
  return {
    ...combineProfiles(user, anonymous),
    // What the visitor bought is older than what the user bought since.
    purchasedItemIds: mergePurchased(anonymous.purchasedItemIds, user.purchasedItemIds),
  };
}

/** The user, known to be the visitor with this anonymous id. */
export function withAnonymousId(user: Profile, anonymousId: string): Profile {
  const others = user.mergedAnonymousIds.filter((id) => id !== anonymousId);
  return { ...user, mergedAnonymousIds: [...others, anonymousId].slice(-MERGED_IDS_MAX) };
}
