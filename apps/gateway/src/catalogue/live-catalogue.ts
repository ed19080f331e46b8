import { Inject, Injectable } from '@nestjs/common';
import { TOPICS, type CatalogueItem, type ShopId } from '#contracts';
import { EVENT_LOG, type Follows, LOGGER, type Logger, TopicFollower, type TopicRecord } from '#service';
import { ShopCatalogue, type ListedItem } from './shop-catalogue.ts';

/** Large, because all of the catalogue is read at each start. */
const BATCH_SIZE_MAX = 1_000;

/** Every shop's catalogue, kept current from items.v1. The service is ready once it has read all of it. */
@Injectable()
export class LiveCatalogue extends TopicFollower<CatalogueItem> {
  private readonly shops = new Map<ShopId, ShopCatalogue>();
  private changed: (shopId: ShopId, item: ListedItem) => void = () => undefined;

  constructor(
    @Inject(EVENT_LOG) eventLog: Follows,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super(eventLog, { topic: TOPICS.items, from: 'earliest', batchSizeMax: BATCH_SIZE_MAX });
  }

  ofShop(shopId: ShopId): ShopCatalogue {
    let catalogue = this.shops.get(shopId);
    if (!catalogue) this.shops.set(shopId, (catalogue = new ShopCatalogue()));
    return catalogue;
  }

  /** Has `listener` told of every item that is new or changed, once it is in memory. */
  onChange(listener: (shopId: ShopId, item: ListedItem) => void): void {
    this.changed = listener;
  }

  protected apply(records: readonly TopicRecord<CatalogueItem>[]): void {
    for (const { shopId, key, value } of records) {
      const catalogue = this.ofShop(shopId);
      if (value === null) catalogue.delete(key);
      else if (catalogue.put(value)) this.changed(shopId, value);
      else this.logger.error({ shopId, itemId: key, items: catalogue.size }, 'the catalogue is full');
    }
  }
}
