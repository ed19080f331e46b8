import type { CatalogueItem, ItemId } from '#contracts';

/** What replies and filters need of an item; the description, most of its bytes, is not among it. */
export type ListedItem = Omit<CatalogueItem, 'description'>;

/** About 500 bytes an item: half a gigabyte for the largest shop one gateway should hold. */
const ITEMS_MAX = 1_000_000;
/** Names of attributes remembered; a shop has tens. */
const ATTRIBUTE_NAMES_MAX = 10_000;
/** More than any reply asks for, so that a filter still finds some among them. */
const NEWEST_MAX = 1_000;

/** One shop's catalogue in memory. */
export class ShopCatalogue {
  private readonly items = new Map<string, ListedItem>();
  /** The items that changed last, in the order in which we heard of it. */
  private readonly lastChanged = new Map<string, ListedItem>();

  /** Of every item there was since the start: a name does not become wrong with the last item that has it. */
  private readonly attributeNames = new Set<string>();

  get size(): number {
    return this.items.size;
  }

  find(itemId: string): ListedItem | undefined {
    return this.items.get(itemId);
  }

  /** Takes an item over; false when the catalogue is full and the item is not kept. */
  put(item: CatalogueItem): boolean {
    if (this.items.size >= ITEMS_MAX && !this.items.has(item.id)) return false;
    const listed = withoutDescription(item);
    this.items.set(item.id, listed);
    for (const name of Object.keys(item.attributes ?? {})) {
      if (this.attributeNames.size < ATTRIBUTE_NAMES_MAX) this.attributeNames.add(name);
    }
    this.lastChanged.delete(item.id);
    this.lastChanged.set(item.id, listed);
    if (this.lastChanged.size > NEWEST_MAX) {
      const [oldest] = this.lastChanged.keys();
      if (oldest !== undefined) this.lastChanged.delete(oldest);
    }
    return true;
  }

  delete(itemId: string): void {
    this.items.delete(itemId);
    this.lastChanged.delete(itemId);
  }

  /** Whether an item has, or had, this attribute. A shop without a catalogue may be about to send one: any name will do. */
  knowsAttribute(name: string): boolean {
    return this.items.size === 0 || this.attributeNames.has(name);
  }

  /** Ids of the items that changed last, newest first, at most 1,000. */
  newest(): readonly ItemId[] {
    return [...this.lastChanged.values()].sort((a, b) => b.updatedAt - a.updatedAt).map((item) => item.id);
  }

  values(): Iterable<ListedItem> {
    return this.items.values();
  }
}

function withoutDescription(item: CatalogueItem): ListedItem {
  const { description: _, ...listed } = item;
  return listed;
}
