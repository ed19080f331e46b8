import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CLOCK, type Clock } from '#service';
import { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import type { ServingModel } from '../models/serving-model.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import type { Candidate } from '../recommendation/candidate.ts';

/** A page shows a part of these; a filter seldom drops more. */
export const USUAL_LENGTH = 100;
/** Of a list of the usual length, about 2 KB: 100 MB at the most. */
const LISTS_MAX = 50_000;
/** Recency is part of the ranking, so a list ages even when the profile does not change. */
const LIST_AGE_MAX_MS = 10 * 60_000;

interface Ranked {
  /** Of the profile. */
  readonly version: number;
  readonly list: Iterable<Candidate>;
}

/**
 * Ranked lists of shoppers. A list is kept for the version of the profile and of the model, and made once for all who
 * ask for it meanwhile; a list for session items is of one request.
 */
@Injectable()
export class Ranker {
  private readonly lists: LRUCache<string, Ranked>;
  private readonly underWay = new Map<string, Promise<Ranked>>();

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
  async rank(model: ServingModel, known: KnownShopper): Promise<Iterable<Candidate>> {
    const { profile, shopper } = known;
    if (profile === undefined || shopper.sessionItemIds.length > 0) {
      return model.recommender.recommend(shopper, USUAL_LENGTH);
    }
    const key = keyOf(model, known);
    const kept = this.lists.get(key);
    const isCurrent = kept?.version === profile.version;
    this.metrics.cacheLookups.inc({ cache: 'ranked_list', outcome: isCurrent ? 'hit' : 'miss' });
    return isCurrent ? kept.list : (await this.rankAnew(key, model, known, profile.version)).list;
  }

  /** Ranks a changed profile before anyone asks, if its list was asked for lately. The newest version wins. */
  async refresh(model: ServingModel, known: KnownShopper): Promise<void> {
    const key = keyOf(model, known);
    const version = known.profile?.version;
    const kept = this.lists.peek(key);
    if (version === undefined || kept === undefined || kept.version >= version) return;
    await this.rankAnew(key, model, known, version);
  }

  /** More of the list, where what the page allows takes it. */
  async rankFurther(model: ServingModel, known: KnownShopper, length: number): Promise<Iterable<Candidate>> {
    return model.recommender.recommend(known.shopper, length);
  }

  /** Scores of given items for a shopper, in their order; undefined for an item the model does not know. */
  async score(
    model: ServingModel,
    known: KnownShopper,
    itemIds: readonly string[],
  ): Promise<readonly (number | undefined)[]> {
    return model.recommender.score(known.shopper, itemIds);
  }

  private rankAnew(key: string, model: ServingModel, known: KnownShopper, version: number): Promise<Ranked> {
    const keyOfVersion = `${key} ${version}`;
    const underWay = this.underWay.get(keyOfVersion);
    if (underWay !== undefined) return underWay;
    const ranking = this.rankOnce(model, known, version).finally(() => this.underWay.delete(keyOfVersion));
    this.underWay.set(keyOfVersion, ranking);
    // A failure is the asker's to tell; nobody may be asking yet.
    ranking.then(
      (ranked) => this.keep(key, ranked),
      () => undefined,
    );
    return ranking;
  }

  private async rankOnce(model: ServingModel, { shopper }: KnownShopper, version: number): Promise<Ranked> {
    return { version, list: await model.recommender.recommend(shopper, USUAL_LENGTH) };
  }

  private keep(key: string, ranked: Ranked): void {
    if ((this.lists.peek(key)?.version ?? 0) <= ranked.version) this.lists.set(key, ranked);
  }
}

const keyOf = (model: ServingModel, { shopId, profile }: KnownShopper): string =>
  `${shopId} ${model.version} ${profile?.profileId ?? ''}`;
