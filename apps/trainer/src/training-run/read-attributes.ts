import type { ItemId, ShopId } from '#contracts';
import type { ItemStore } from '#database';
import type { ItemAttributes } from '#ml';

const PAGE = 1_000;
/** About 100 MB of a catalogue: what is beyond is learnt without attributes. */
export const ITEMS_MOST = 200_000;

/** What a shop's catalogue says of its items; undefined where it has none. */
export async function readAttributes(
  items: Pick<ItemStore, 'list'>,
  shopId: ShopId,
): Promise<ReadonlyMap<ItemId, ItemAttributes> | undefined> {
  const attributes = new Map<ItemId, ItemAttributes>();
  let afterId = '';
  while (attributes.size < ITEMS_MOST) {
    const page = await items.list({ shopId, afterId, limit: PAGE });
    for (const { id, title, brand, productType, price } of page) {
      attributes.set(id, { title, brand, productType, price });
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) break;
    afterId = last.id;
  }
  return attributes.size === 0 ? undefined : attributes;
}
