import { LRUCache } from 'lru-cache';
import type { CatalogueItem } from '#contracts';
import type { ItemKey } from '#database';

/** Item ids held in memory, some 20 MB; a shop with more asks the table more often. */
const ITEMS_MAX = 200_000;

/** Items that have a row already, so that most events cost the catalogue no statement. */
export class KnownItems {
  private readonly keys = new LRUCache<string, true>({ max: ITEMS_MAX });

  /** Those of the items that may be new, each once. */
  unknownOf(items: readonly CatalogueItem[]): CatalogueItem[] {
    const unknown = new Map<string, CatalogueItem>();
    for (const item of items) {
      const key = keyOf(item);
      // The first that tells a title says more than one that does not.
      const before = unknown.get(key);
      const saysMore = before === undefined || (before.title === before.id && item.title !== item.id);
      if (saysMore && this.keys.get(key) === undefined) unknown.set(key, item);
    }
    return [...unknown.values()];
  }

  add(keys: readonly ItemKey[]): void {
    for (const key of keys) this.keys.set(keyOf(key), true);
  }
}

const keyOf = ({ shopId, id }: ItemKey): string => `${shopId}/${id}`;
