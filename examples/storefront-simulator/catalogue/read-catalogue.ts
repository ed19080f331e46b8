import type { CartwiseClient, Item } from '../../../clients/typescript/src/index.ts';
import type { ShopItem } from './shop-item.ts';

const PAGE_SIZE = 500;

/** Every item of the shop that has a price, through the public catalogue. */
export async function readCatalogue(cartwise: CartwiseClient): Promise<ReadonlyMap<string, ShopItem>> {
  const items = new Map<string, ShopItem>();
  let pageToken = '';
  do {
    const page = await cartwise.catalog.listItems({ pageSize: PAGE_SIZE, pageToken });
    for (const item of page.items) if (item.price) items.set(item.id, shopItemOf(item));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return items;
}

function shopItemOf({ id, title, productType, price }: Item): ShopItem {
  return { itemId: id, title, category: productType, priceMinor: price?.amountMinor ?? 0 };
}
