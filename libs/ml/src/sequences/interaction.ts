/** What a shopper did with an item, weakest first; the order is part of stored data. */
export const INTERACTION_KINDS = ['view', 'wishlist', 'cart', 'purchase'] as const;
export type InteractionKind = (typeof INTERACTION_KINDS)[number];
export const PURCHASE = INTERACTION_KINDS.indexOf('purchase');

export interface Interaction {
  readonly itemId: string;
  readonly kind: InteractionKind;
  readonly timeMs: number;
}
