import { InteractionKind, type Profile } from '#contracts/generated/cartwise/profile/v1/profile';

const DAY_MS = 86_400_000;

/**
 * What is hidden from a shopper because they bought it within so many days; all they ever bought where `days` is
 * undefined. A profile has the times of its newest interactions only: a purchase older than those counts as within the
 * days while they do not reach back so far, so that nothing within them is ever shown.
 */
export function hiddenPurchases(
  profile: Profile | undefined,
  days: number | undefined,
  nowMs: number,
): readonly string[] {
  if (profile === undefined || days === 0) return [];
  if (days === undefined) return profile.purchasedItemIds;
  const sinceMs = nowMs - days * DAY_MS;
  const boughtAtMs = new Map<string, number>();
  for (const { itemId, kind, eventTimeMs } of profile.recent) {
    if (kind === InteractionKind.INTERACTION_KIND_PURCHASE) boughtAtMs.set(itemId, eventTimeMs);
  }
  // Oldest first.
  const reachesBackTo = profile.recent[0]?.eventTimeMs ?? nowMs;
  const isWithin = (itemId: string) => (boughtAtMs.get(itemId) ?? reachesBackTo) >= sinceMs;
  return [...new Set([...profile.purchasedItemIds, ...boughtAtMs.keys()])].filter(isWithin);
}
