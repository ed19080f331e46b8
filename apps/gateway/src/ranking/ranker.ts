import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#service';
import { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import type { ServingModel } from '../models/serving-model.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import type { Candidate } from '../recommendation/candidate.ts';
import { ListCache, type VersionedList } from './list-cache.ts';

/** A page shows a part of these; a filter seldom drops more. */
const USUAL_LENGTH = 100;
/** More than the largest reply (200), for a filter that drops much. */
export const FULL_LENGTH = 300;
/** A list of the usual length takes about 2 KB: 100 MB of shoppers and 200 MB of items at the most. */
const SHOPPERS_MAX = 50_000;
const ITEMS_MAX = 100_000;
/** Recency is part of the ranking, so a list ages even when the profile does not change. */
const SHOPPER_LIST_AGE_MAX_MS = 10 * 60_000;
/** A page waits about as long as a list takes for the newest, where there is one of the profile before. */
const PATIENCE_MS = 5;
/** What is like an item changes with the model, and with what happens around the item. */
const ITEM_LIST_AGE_MAX_MS = 24 * 3_600_000;

/** Ranked lists of shoppers, kept for the version of the profile, and of items; both for the version of the model. */
@Injectable()
export class Ranker {
  private readonly ofShoppers: ListCache;
  private readonly ofItems: ListCache;

  constructor(
    @Inject(CLOCK) clock: Clock,
    private readonly metrics: GatewayMetrics,
  ) {
    this.ofShoppers = new ListCache({
      listsMax: SHOPPERS_MAX,
      ageMaxMs: SHOPPER_LIST_AGE_MAX_MS,
      nowMs: clock,
    });
    this.ofItems = new ListCache({ listsMax: ITEMS_MAX, ageMaxMs: ITEM_LIST_AGE_MAX_MS, nowMs: clock });
  }

  /**
   * The best items for a shopper, best first; may contain items bought before. Where the profile has just changed and
   * the new list takes its time, the one before it is served. A list for a session is not kept.
   */
  async rank(model: ServingModel, known: KnownShopper): Promise<VersionedList> {
    const { profile, shopper } = known;
    const make = () => model.recommender.recommend(shopper, USUAL_LENGTH);
    if (profile === undefined || shopper.sessionItemIds.length > 0) {
      return { version: profile?.version ?? 0, list: await make() };
    }
    const key = shopperKey(model, known);
    const kept = this.ofShoppers.newest(key);
    this.count('ranked_list', kept?.version === profile.version);
    if (kept?.version === profile.version) return kept;
    const making = this.ofShoppers.make(key, profile.version, make);
    return kept === undefined ? making : soonOr(kept, making);
  }

  /** As rank, of FULL_LENGTH; not kept. */
  async rankFurther(model: ServingModel, { shopper }: KnownShopper): Promise<Iterable<Candidate>> {
    return model.recommender.recommend(shopper, FULL_LENGTH);
  }

  /** Whether the shopper's list was asked for lately and is of an older profile. */
  isOutdated(model: ServingModel, known: KnownShopper): boolean {
    const kept = this.ofShoppers.newest(shopperKey(model, known));
    return kept !== undefined && kept.version < (known.profile?.version ?? 0);
  }

  /** Ranks for a changed profile before anyone asks, if its list is outdated. The newest version wins. */
  async refresh(model: ServingModel, known: KnownShopper): Promise<void> {
    const { profile, shopper } = known;
    if (profile === undefined || !this.isOutdated(model, known)) return;
    await this.ofShoppers.make(shopperKey(model, known), profile.version, () =>
      model.recommender.recommend(shopper, USUAL_LENGTH),
    );
  }

  /** The items most like one that the model knows; where that has just changed, as in rank. */
  async similar(model: ServingModel, shopId: string, itemId: string): Promise<Iterable<Candidate>> {
    const key = `${shopId} ${editionOf(model)} ${itemId}`;
    const version = model.recommender.changesOf(itemId);
    const kept = this.ofItems.newest(key);
    this.count('similar_list', kept?.version === version);
    if (kept?.version === version) return kept.list;
    const making = this.ofItems.make(key, version, () => model.recommender.similar(itemId, USUAL_LENGTH));
    const { list } = await (kept === undefined ? making : soonOr(kept, making));
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

  private count(cache: string, isHit: boolean): void {
    this.metrics.cacheLookups.inc({ cache, outcome: isHit ? 'hit' : 'miss' });
  }
}

const shopperKey = (model: ServingModel, { shopId, profile }: KnownShopper): string =>
  `${shopId} ${editionOf(model)} ${profile?.profileId ?? ''}`;

/** A list that was made before the model took an item up lacks it. */
const editionOf = ({ version, recommender }: ServingModel): string =>
  `${version} ${recommender.itemIds.length}`;

/** The new list if it is made soon, else the old one; the new one is for the next request. */
async function soonOr(old: VersionedList, making: Promise<VersionedList>): Promise<VersionedList> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<VersionedList>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, old);
  });
  const made = making.catch(() => old);
  try {
    return await Promise.race([made, late]);
  } finally {
    clearTimeout(timer);
  }
}
