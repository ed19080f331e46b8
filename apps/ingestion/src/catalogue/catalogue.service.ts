import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { parseRecordKey, recordKey, TOPICS, type CatalogueItem, type ItemId, type ShopId } from '#contracts';
import { Database, ItemStore } from '#database';
import { enqueue, outboxNewest, OutboxRelay } from '#event-log';
import { CLOCK, type Clock, type Shop } from '#service';
import type { ItemFault } from './item-fault.ts';
import { parseItem } from './parse-item.ts';

/** What became of a batch of items. */
export interface UpsertResult {
  readonly accepted: number;
  readonly faults: readonly (ItemFault & { readonly index: number })[];
}

/** The catalogue of every shop; each change goes out on items.v1 in the same transaction. */
@Injectable()
export class CatalogueService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly items: ItemStore,
    private readonly outbox: OutboxRelay,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.outbox.resolveWith(TOPICS.items, (recordKeys) => this.newest(recordKeys));
  }

  /** Adds or replaces items given in feed attributes; durable when it answers. A bad one never fails the others. */
  async upsert(shop: Shop, attributes: readonly unknown[]): Promise<UpsertResult> {
    const items: CatalogueItem[] = [];
    const faults: (ItemFault & { readonly index: number })[] = [];
    for (const [index, value] of attributes.entries()) {
      const parsed = parseItem(value, shop, this.clock());
      if (parsed.kind === 'item') items.push(parsed.item);
      else faults.push({ index, ...parsed.fault });
    }
    await this.database.transaction(async (sql) => {
      await this.items.upsert(sql, items);
      await enqueue(
        sql,
        items.map(({ shopId, id }) => outboxNewest(TOPICS.items, recordKey(shopId, id))),
      );
    });
    return { accepted: items.length, faults };
  }

  /** Deletes items; answers how many of them there were. */
  async delete(shopId: ShopId, ids: readonly ItemId[]): Promise<number> {
    return this.database.transaction(async (sql) => {
      const gone = await this.items.delete(sql, shopId, ids);
      await enqueue(
        sql,
        gone.map((id) => outboxNewest(TOPICS.items, recordKey(shopId, id))),
      );
      return gone.length;
    });
  }

  async get(shopId: ShopId, id: ItemId): Promise<CatalogueItem | undefined> {
    const [item] = await this.items.find([{ shopId, id }]);
    return item;
  }

  /** A page in the order of ids, and where the next begins. */
  async list(page: {
    readonly shopId: ShopId;
    readonly afterId?: string;
    readonly productType?: string;
    readonly limit: number;
  }): Promise<{ readonly items: readonly CatalogueItem[]; readonly nextAfterId?: string }> {
    const items = await this.items.list(page);
    const last = items.at(-1);
    return { items, ...(last === undefined || items.length < page.limit ? {} : { nextAfterId: last.id }) };
  }

  /** For the relay: the item of each key as it is now; none deletes it on items.v1. */
  private async newest(recordKeys: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | null>> {
    const keys = recordKeys.map((key) => {
      const { shopId, key: id } = parseRecordKey(key);
      // The key was made by recordKey from an ItemId.
      return { shopId, id: id as ItemId };
    });
    const items = await this.items.find(keys);
    const byKey = new Map(
      items.map((item) => [recordKey(item.shopId, item.id), TOPICS.items.codec.encode(item)]),
    );
    return new Map(recordKeys.map((key) => [key, byKey.get(key) ?? null]));
  }
}
