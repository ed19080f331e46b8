import type { ShopId } from './ids.ts';

/** The key of a record on the log: shop and the thing's own key. The shop id never contains a slash. */
export function recordKey(shopId: ShopId, key: string): string {
  return `${shopId}/${key}`;
}

/** The two parts of a record key. Throws on a key without a shop. */
export function parseRecordKey(recordKeyText: string): { readonly shopId: ShopId; readonly key: string } {
  const slash = recordKeyText.indexOf('/');
  if (slash < 1) throw new TypeError(`record key without a shop: ${JSON.stringify(recordKeyText)}`);
  // The key was made by recordKey from a ShopId.
  return { shopId: recordKeyText.slice(0, slash) as ShopId, key: recordKeyText.slice(slash + 1) };
}
