import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { parseRecordKey, TOPICS, type ShopId } from '#contracts';
import type { Batch, Consumption } from '#event-log';
import { EVENT_LOG, LOGGER, type Logger } from '#service';
import type { Follows } from '../event-log/follows.ts';
import { ShopCatalogue } from './shop-catalogue.ts';

/** Large, because all of the catalogue is read at each start. */
const BATCH_SIZE_MAX = 1_000;

/** Every shop's catalogue, kept current from items.v1. The service is ready once it has read all of it. */
@Injectable()
export class LiveCatalogue implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly shops = new Map<ShopId, ShopCatalogue>();
  private following: Consumption | undefined;

  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: Follows,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.following = await this.eventLog.follow({
      topic: TOPICS.items,
      from: 'earliest',
      batchSizeMax: BATCH_SIZE_MAX,
      handle: (batch) => Promise.resolve(this.apply(batch)),
    });
    await this.following.caughtUp;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.following?.stop();
  }

  ofShop(shopId: ShopId): ShopCatalogue {
    let catalogue = this.shops.get(shopId);
    if (!catalogue) this.shops.set(shopId, (catalogue = new ShopCatalogue()));
    return catalogue;
  }

  private apply(batch: Batch): void {
    for (const record of batch.records) {
      const { shopId, key } = parseRecordKey(record.key);
      const catalogue = this.ofShop(shopId);
      if (record.value === null) catalogue.delete(key);
      else if (!catalogue.put(TOPICS.items.codec.decode(record.value))) {
        this.logger.error({ shopId, itemId: key, items: catalogue.size }, 'the catalogue is full');
      }
    }
  }
}
