import type { CatalogueItem, Event, EventItem } from '#contracts';

/** What an event tells of the items in it, as the catalogue would have them. */
export function itemsOfEvent(event: Event): CatalogueItem[] {
  return linesOf(event).map((line) => catalogueItem(line, event));
}

function linesOf(event: Event): readonly EventItem[] {
  if ('items' in event) return event.items ?? [];
  return 'item' in event ? [event.item] : [];
}

function catalogueItem(line: EventItem, event: Event): CatalogueItem {
  const { itemId, title, brand, category, imageUrl, url, priceMinor, currency } = line;
  return {
    shopId: event.shopId,
    id: itemId,
    title: title ?? itemId,
    // It was looked at or bought: nothing says that it cannot be had.
    availability: 'in_stock',
    ...(url === undefined ? {} : { link: url }),
    ...(imageUrl === undefined ? {} : { imageLink: imageUrl }),
    ...(priceMinor === undefined || currency === undefined
      ? {}
      : { price: { amountMinor: priceMinor, currency } }),
    ...(brand === undefined ? {} : { brand }),
    ...(category === undefined ? {} : { productType: category }),
    known: false,
    updatedAt: event.receivedAt,
  };
}
