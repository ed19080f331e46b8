import type { Event } from '#contracts';
import type { Interaction, InteractionKind } from './interaction.ts';

/**
 * What an event teaches the recommender: the same signals that profiles keep, so that a model is asked about what it
 * was trained on. Nothing for a shopper who refused personalisation.
 */
export function interactionsOf(event: Event): readonly Interaction[] {
  if (!event.consent.personalisation) return [];
  const interaction = (kind: InteractionKind, item: { readonly itemId: string }): Interaction => ({
    itemId: item.itemId,
    kind,
    timeMs: event.eventTime,
  });
  switch (event.type) {
    case 'product_viewed':
      return [interaction('view', event.item)];
    case 'wishlist_added':
      return [interaction('wishlist', event.item)];
    case 'product_added':
      return [interaction('cart', event.item)];
    case 'order_completed':
      return event.items.map((item) => interaction('purchase', item));
    default:
      return [];
  }
}
