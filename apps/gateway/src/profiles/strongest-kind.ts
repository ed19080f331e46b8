import { INTERACTION_KINDS, type InteractionKind } from '#ml';
import type { KnownShopper } from './known-shopper.ts';

/** The most that a shopper did with an item; undefined where that is not told, as of the items of a session. */
export function strongestKind(
  { profile, shopper }: KnownShopper,
  itemId: string,
): InteractionKind | undefined {
  if (profile?.purchasedItemIds.includes(itemId) === true) return 'purchase';
  const kinds = new Set(shopper.recent.filter((done) => done.itemId === itemId).map(({ kind }) => kind));
  return INTERACTION_KINDS.findLast((kind) => kinds.has(kind));
}
