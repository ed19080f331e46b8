import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { profileKey, TOPICS, type Event } from '#contracts';
import { ExperimentStore, type ExposureHit } from '#database';
import type { Batch, Consumption, EventLog, Transaction } from '#event-log';
import { EVENT_LOG, eventOf, rejectPoison, ShopDirectory } from '#service';
import { shopperHash } from './assign-arm.ts';
import { LiveExperiments } from './live-experiments.ts';

const GROUP = 'experiments';
const BATCH_SIZE_MAX = 1_000;
/** Arms are judged by the minute. */
const REST_MS = 100;

/** Attributes clicks and purchases to what was shown in a running A/B test. Events of shops without one pass at once. */
@Injectable()
export class HitConsumer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private consumption: Consumption | undefined;

  constructor(
    @Inject(EVENT_LOG) private readonly eventLog: Pick<EventLog, 'consume'>,
    private readonly live: LiveExperiments,
    private readonly store: ExperimentStore,
    private readonly shops: ShopDirectory,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.consumption = await this.eventLog.consume({
      group: GROUP,
      topic: TOPICS.events,
      batchSizeMax: BATCH_SIZE_MAX,
      restMs: REST_MS,
      handle: (transaction, batch) => this.handle(transaction, batch),
      onPoison: rejectPoison(GROUP),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.consumption?.stop();
  }

  /** Setting a time that is not set yet does no harm when a batch comes again. */
  private async handle(transaction: Transaction, { records }: Batch): Promise<void> {
    if (!this.live.all().some(({ record }) => record.mode === 'ab')) return;
    const events = records.map(eventOf);
    for (const kind of ['click', 'purchase'] as const) {
      const hits = events.flatMap((event) => (kindOf(event) === kind ? this.hitsOf(event) : []));
      await this.store.hit(transaction, kind, hits);
    }
  }

  private hitsOf(event: Event): readonly ExposureHit[] {
    const experiment = this.live.find(event.shopId, 'ab')?.record;
    const hashKey = this.shops.get(event.shopId)?.hashKey;
    if (experiment === undefined || hashKey === undefined) return [];
    const { experimentId } = experiment;
    const recommendationId = 'recommendationId' in event ? event.recommendationId : undefined;
    return [
      {
        experimentId,
        shopperHash: shopperHash(hashKey, experimentId, profileKey(event)),
        ...(recommendationId === undefined ? {} : { recommendationId }),
        itemIds: itemIdsOf(event),
        at: event.receivedAt,
      },
    ];
  }
}

function kindOf({ type }: Event): 'click' | 'purchase' | undefined {
  if (type === 'order_completed') return 'purchase';
  return type === 'recommendation_clicked' || type === 'product_viewed' ? 'click' : undefined;
}

function itemIdsOf(event: Event) {
  switch (event.type) {
    case 'recommendation_clicked':
      return [event.itemId];
    case 'product_viewed':
      return [event.item.itemId];
    case 'order_completed':
      return event.items.map(({ itemId }) => itemId);
    default:
      return [];
  }
}
