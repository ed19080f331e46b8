import type { CatalogueItem, ShopId } from '#contracts';
import type { ItemStore } from '#database';

/** What training needs of an item. */
export type LearntItem = Pick<
  CatalogueItem,
  'id' | 'title' | 'brand' | 'productType' | 'price' | 'imageLink'
>;

const PAGE = 1_000;
/** About 100 MB of a catalogue: what is beyond is learnt without attributes. */
const ITEMS_MOST = 200_000;

/** A shop's catalogue, in the order of its ids. */
export async function readCatalogue(
  items: Pick<ItemStore, 'list'>,
  shopId: ShopId,
): Promise<readonly LearntItem[]> {
  const read: LearntItem[] = [];
  while (read.length < ITEMS_MOST) {
    const page = await items.list({ shopId, afterId: read.at(-1)?.id ?? '', limit: PAGE });
    for (const { id, title, brand, productType, price, imageLink } of page) {
      read.push({
        id,
        title,
        ...(brand === undefined ? {} : { brand }),
        ...(productType === undefined ? {} : { productType }),
        ...(price === undefined ? {} : { price }),
        ...(imageLink === undefined ? {} : { imageLink }),
      });
    }
    if (page.length < PAGE) break;
  }
  return read;
}
