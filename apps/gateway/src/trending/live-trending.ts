import { Inject, Injectable } from '@nestjs/common';
import { TOPICS, type Event, type EventType, type ShopId } from '#contracts';
import { EventArchive } from '#database';
import {
  CLOCK,
  type Clock,
  EVENT_LOG,
  type Follows,
  LOGGER,
  type Logger,
  TopicFollower,
  type TopicRecord,
} from '#service';
import type { Candidate } from '../recommendation/candidate.ts';
import { DecayedCounts } from './decayed-counts.ts';

const BATCH_SIZE_MAX = 1_000;
/** Long enough to smooth a weekend, short enough that last week's offer is gone. */
const HALF_LIFE_MS = 3 * 86_400_000;
/** Items counted in one shop: a few megabytes. */
const ITEMS_MAX = 20_000;
const LIST_MAX = 1_000;
/** The list is sorted anew at most this often; trends do not move faster. */
const LIST_AGE_MAX_MS = 5_000;

/** Of the archive: the newest events of some half-lives, in small pages so that no request waits for their decoding. */
const SEEDED_MAX = 20_000;
const SEEDED_HALF_LIVES = 5;
const SEEDED_PAGE = 200;
const COUNTED_TYPES: readonly EventType[] = ['product_viewed', 'product_added', 'order_completed'];

interface ShopTrend {
  readonly counts: DecayedCounts;
  list: readonly Candidate[];
  /** When the list was sorted; undefined before the first time. */
  listedAtMs?: number;
}

/**
 * What sells now: the last resort without a model. Counted from the events that pass while this gateway runs, and, once
 * somebody asks, from the archive's newest before that.
 */
@Injectable()
export class LiveTrending extends TopicFollower<Event> {
  private readonly shops = new Map<ShopId, ShopTrend>();
  private readonly seeded = new Set<ShopId>();
  /** What was received since then was counted as it passed. */
  private countedSince: number | undefined;

  constructor(
    @Inject(EVENT_LOG) eventLog: Follows,
    @Inject(EventArchive) private readonly archive: Pick<EventArchive, 'readInTimeOrder' | 'timeOfNewest'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super(eventLog, { topic: TOPICS.events, from: 'latest', batchSizeMax: BATCH_SIZE_MAX });
  }

  override async onApplicationBootstrap(): Promise<void> {
    await super.onApplicationBootstrap();
    this.countedSince = this.clock();
  }

  /** Best first; empty where nothing happened yet, and for the moment that the archive takes. */
  top(shopId: ShopId): readonly Candidate[] {
    if (!this.seeded.has(shopId)) void this.seed(shopId);
    const trend = this.shops.get(shopId);
    if (trend === undefined) return [];
    const nowMs = this.clock();
    if (trend.listedAtMs === undefined || nowMs - trend.listedAtMs > LIST_AGE_MAX_MS) {
      trend.list = trend.counts
        .top(LIST_MAX, nowMs)
        .map(({ itemId, weight }) => ({ itemId, score: weight, source: 'trending' }));
      trend.listedAtMs = nowMs;
    }
    return trend.list;
  }

  protected apply(records: readonly TopicRecord<Event>[]): void {
    for (const { value } of records) if (value !== null) this.count(value);
  }

  private async seed(shopId: ShopId): Promise<void> {
    this.seeded.add(shopId);
    const nowMs = this.clock();
    const countedSince = this.countedSince ?? nowMs;
    try {
      const newestMs = await this.archive.timeOfNewest(shopId, SEEDED_MAX);
      const fromMs = Math.max(nowMs - SEEDED_HALF_LIVES * HALF_LIFE_MS, newestMs ?? 0, 0);
      const range = { shopId, fromMs, untilMs: nowMs, types: COUNTED_TYPES, pageSize: SEEDED_PAGE };
      for await (const page of this.archive.readInTimeOrder(range)) {
        for (const event of page) if (event.receivedAt < countedSince) this.count(event);
      }
    } catch (err) {
      this.logger.warn({ shopId, err }, 'what trended before the start is not known');
    }
  }

  private count(event: Event): void {
    const weights = weightsOf(event);
    if (weights.length === 0) return;
    let trend = this.shops.get(event.shopId);
    if (trend === undefined) {
      trend = { counts: new DecayedCounts(HALF_LIFE_MS, ITEMS_MAX), list: [] };
      this.shops.set(event.shopId, trend);
    }
    // A sender's clock may run ahead; it must not outweigh the others for that.
    const atMs = Math.min(event.eventTime, event.receivedAt);
    for (const { itemId, weight } of weights) trend.counts.add(itemId, weight, atMs);
  }
}

/** Roughly how much rarer each is than a view in a shop's funnel. */
const VIEW = 1;
const CART = 4;
const PURCHASE = 15;

function weightsOf(event: Event): readonly { readonly itemId: string; readonly weight: number }[] {
  switch (event.type) {
    case 'product_viewed':
      return [{ itemId: event.item.itemId, weight: VIEW }];
    case 'product_added':
      return [{ itemId: event.item.itemId, weight: CART }];
    case 'order_completed':
      return event.items.map(({ itemId }) => ({ itemId, weight: PURCHASE }));
    default:
      return [];
  }
}
