import { Inject, Injectable } from '@nestjs/common';
import { TOPICS, type Event, type ShopId } from '#contracts';
import { CLOCK, EVENT_LOG, type Clock } from '#service';
import type { Follows } from '../event-log/follows.ts';
import { TopicFollower, type TopicRecord } from '../event-log/topic-follower.ts';
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

interface ShopTrend {
  readonly counts: DecayedCounts;
  list: readonly Candidate[];
  /** When the list was sorted; undefined before the first time. */
  listedAtMs?: number;
}

/** What sells now, counted from the events that pass while this gateway runs: the last resort without a model. */
@Injectable()
export class LiveTrending extends TopicFollower<Event> {
  private readonly shops = new Map<ShopId, ShopTrend>();

  constructor(
    @Inject(EVENT_LOG) eventLog: Follows,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super(eventLog, { topic: TOPICS.events, from: 'latest', batchSizeMax: BATCH_SIZE_MAX });
  }

  /** Best first; empty where nothing happened yet. */
  top(shopId: ShopId): readonly Candidate[] {
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
