import { InteractionKind } from '#contracts/generated/cartwise/profile/v1/profile';
import type { ItemSignal } from './item-signals.ts';

/** More than nearly every shopper buys; past it the purchase folded in longest ago is forgotten. */
export const PURCHASED_ITEMS_MAX = 500;

export function purchasedOf(signals: readonly ItemSignal[]): readonly string[] {
  const purchases = signals.filter(({ kind }) => kind === InteractionKind.INTERACTION_KIND_PURCHASE);
  return purchases.length === 0 ? [] : newestDistinct(purchases.map(({ item }) => item.itemId));
}

/**
 * Both sets, `newer` last. "Newest" is by the order of folding, since an id carries no time: below the bound the set
 * is the same in any order of arrival, the sequence is that of the log.
 */
export function mergePurchased(older: readonly string[], newer: readonly string[]): readonly string[] {
  if (newer.length === 0) return older;
  return newestDistinct([...older, ...newer]);
}

/** Each id at the place where it stood last. */
function newestDistinct(itemIds: readonly string[]): readonly string[] {
  return [...new Set(itemIds.toReversed())].slice(0, PURCHASED_ITEMS_MAX).toReversed();
}
