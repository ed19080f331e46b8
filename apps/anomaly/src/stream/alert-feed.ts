import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { parseRecordKey, TOPICS, type ShopId } from '#contracts';
import type { Batch, Consumption, EventLog } from '#event-log';
import { EVENT_LOG } from '#service';
import { AlertSubscription } from './alert-subscription.ts';

const BATCH_SIZE_MAX = 500;

/** Gives the records of alerts.v1 to everybody in this process who reads a shop's alerts. */
@Injectable()
export class AlertFeed implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly subscriptions = new Set<AlertSubscription>();
  private following: Consumption | undefined;
  private stopped = false;

  constructor(@Inject(EVENT_LOG) private readonly eventLog: EventLog) {}

  async onApplicationBootstrap(): Promise<void> {
    this.following = await this.eventLog.follow({
      topic: TOPICS.alerts,
      from: 'latest',
      batchSizeMax: BATCH_SIZE_MAX,
      handle: async (batch) => this.pass(batch),
    });
  }

  /** Ends all streams first: the gRPC server stops only when nobody is served any more. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const subscription of this.subscriptions) subscription.end();
    await this.following?.stop();
  }

  subscribe(shopId: ShopId): AlertSubscription {
    const subscription = new AlertSubscription(shopId);
    if (this.stopped) subscription.end();
    else this.subscriptions.add(subscription);
    return subscription;
  }

  unsubscribe(subscription: AlertSubscription): void {
    this.subscriptions.delete(subscription);
    subscription.end();
  }

  private pass({ records }: Batch): void {
    for (const { key, value } of records) {
      if (value === null || this.subscriptions.size === 0) continue;
      const alert = TOPICS.alerts.codec.decode(value);
      const { shopId } = parseRecordKey(key);
      for (const subscription of this.subscriptions) {
        if (subscription.shopId === shopId) subscription.offer(alert);
      }
    }
  }
}
