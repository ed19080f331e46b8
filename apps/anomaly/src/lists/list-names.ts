import type { ShopId } from '#contracts';
import type { ListEntryStore } from '#database';
import { DECIDING_LISTS } from './shop-lists.ts';

/** The names that a rule may ask about. */
export class ListNames {
  constructor(private readonly store: Pick<ListEntryStore, 'summaries'>) {}

  /** Those that decide by themselves, and those that hold something. */
  async of(shopId: ShopId): Promise<ReadonlySet<string>> {
    const held = await this.store.summaries(shopId);
    return new Set([...DECIDING_LISTS, ...held.map(({ list }) => list)]);
  }
}
