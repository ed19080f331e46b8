import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CLOCK, type Clock } from '#service';
import { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import type { ServingModel } from '../models/serving-model.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import type { Candidate } from '../recommendation/candidate.ts';

/** Candidates of one shopper: more than the largest reply (200), so that a filter leaves enough. */
const LIST_LENGTH = 300;
/** A list of 300 takes about 25 KB: 50 MB at the most. */
const LISTS_MAX = 2_000;
/** Recency is part of the ranking, so a list ages even when the profile does not change. */
const LIST_AGE_MAX_MS = 10 * 60_000;

/**
 * Ranks items for shoppers. A shopper's list is kept for the version of the profile and of the model; session items
 * are of one request and rank inline. Promises, because this is the place to move ranking off the event loop.
 */
@Injectable()
export class Ranker {
  private readonly lists: LRUCache<string, readonly Candidate[]>;

  constructor(
    @Inject(CLOCK) clock: Clock,
    private readonly metrics: GatewayMetrics,
  ) {
    this.lists = new LRUCache({
      max: LISTS_MAX,
      ttl: LIST_AGE_MAX_MS,
      ttlResolution: 0,
      perf: { now: clock },
    });
  }

  /** The best items for a shopper, best first; may contain items bought before. */
  async rank(model: ServingModel, known: KnownShopper): Promise<readonly Candidate[]> {
    const { profile, shopper } = known;
    if (profile === undefined || shopper.sessionItemIds.length > 0) {
      return model.recommender.recommend(shopper, LIST_LENGTH);
    }
    const key = JSON.stringify([known.shopId, profile.profileId, profile.version, model.version]);
    const kept = this.lists.get(key);
    this.metrics.cacheLookups.inc({ cache: 'ranked_list', outcome: kept ? 'hit' : 'miss' });
    if (kept) return kept;
    const list = model.recommender.recommend(shopper, LIST_LENGTH);
    this.lists.set(key, list);
    return list;
  }

  /** Scores of given items for a shopper, in their order; undefined for an item the model does not know. */
  async score(
    model: ServingModel,
    known: KnownShopper,
    itemIds: readonly string[],
  ): Promise<readonly (number | undefined)[]> {
    return model.recommender.score(known.shopper, itemIds);
  }
}
