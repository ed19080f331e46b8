import type { Event, EventItem } from '#contracts';
import { InteractionKind } from '#contracts/generated/cartwise/profile/v1/profile';

/** One item that the shopper showed interest in. */
export interface ItemSignal {
  readonly item: EventItem;
  readonly kind: InteractionKind;
}

/**
 * What an event says of items. A click on a list is not a signal of its own: the view of the product page follows
 * it, and counting both would count one interest twice.
 */
export function itemSignals(event: Event): readonly ItemSignal[] {
  switch (event.type) {
    case 'product_viewed':
      return [{ item: event.item, kind: InteractionKind.INTERACTION_KIND_VIEW }];
    case 'product_added':
      return [{ item: event.item, kind: InteractionKind.INTERACTION_KIND_CART }];
    case 'wishlist_added':
      return [{ item: event.item, kind: InteractionKind.INTERACTION_KIND_WISHLIST }];
    case 'order_completed':
      return event.items.map((item) => ({ item, kind: InteractionKind.INTERACTION_KIND_PURCHASE }));
    default:
      return [];
  }
}
