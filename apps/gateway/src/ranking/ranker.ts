import { Inject, Injectable } from '@nestjs/common';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { CLOCK, type Clock } from '#service';
import { GatewayMetrics } from '../metrics/gateway-metrics.ts';
import type { ServingModel } from '../models/serving-model.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import type { Candidate } from '../recommendation/candidate.ts';
import { ListCache, type Versioned } from './list-cache.ts';

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
/** What a model learns, and the items that it takes up, show in a list after that: it learns several times a second. */
const LEARNS_MS = 2_000;
/** What is like an item changes with the model, and with what happens around the item. */
const ITEM_LIST_AGE_MAX_MS = 24 * 3_600_000;

/** What one shopper may like, best first. */
export interface ShopperList {
  /** Of the profile it was made from; 0 where there was none. */
  readonly profileVersion: number;
  readonly list: Iterable<Candidate>;
}

/** Ranked lists of shoppers, kept for the version of the profile, and of items; both for the version of the model. */
@Injectable()
export class Ranker {
  private readonly ofShoppers: ListCache<ShopperList>;
  private readonly ofItems: ListCache<Iterable<Candidate>>;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
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
  async rank(model: ServingModel, known: KnownShopper): Promise<ShopperList> {
    const { profile, shopper } = known;
    const make = () => this.listFor(model, known);
    if (profile === undefined || shopper.sessionItemIds.length > 0) return make();
    const key = shopperKey(model, known);
    const version = versionFor(model, profile);
    const kept = this.ofShoppers.newest(key);
    const isCurrent =
      kept?.version === version ||
      (kept?.value.profileVersion === profile.version && this.isOfThisMoment(kept));
    this.count('ranked_list', isCurrent);
    if (kept !== undefined && isCurrent) return kept.value;
    const making = this.ofShoppers.make(key, version, make);
    return kept === undefined ? making : soonOr(kept.value, making);
  }

  /** As rank, of FULL_LENGTH; not kept. */
  async rankFurther(model: ServingModel, { shopper }: KnownShopper): Promise<Iterable<Candidate>> {
    return model.recommender.recommend(shopper, FULL_LENGTH);
  }

  /** Whether the shopper's list is of an older profile and was asked for since one was last made ahead of need. */
  isAwaited(model: ServingModel, known: KnownShopper): boolean {
    const { profile } = known;
    if (profile === undefined) return false;
    return this.ofShoppers.isAwaited(shopperKey(model, known), versionFor(model, profile));
  }

  /** Ranks for a changed profile before anyone asks, if its list is awaited. The newest version wins. */
  async refresh(model: ServingModel, known: KnownShopper): Promise<void> {
    const { profile } = known;
    if (profile === undefined || !this.isAwaited(model, known)) return;
    const key = shopperKey(model, known);
    await this.ofShoppers.makeAhead(key, versionFor(model, profile), () => this.listFor(model, known));
  }

  /** The items most like one that the model knows; where that has just changed, as in rank. */
  async similar(model: ServingModel, shopId: string, itemId: string): Promise<Iterable<Candidate>> {
    const key = `${shopId} ${model.version} ${itemId}`;
    const version = model.recommender.changesOf(itemId) + model.recommender.itemIds.length;
    const kept = this.ofItems.newest(key);
    const isCurrent = kept?.version === version || (kept !== undefined && this.isOfThisMoment(kept));
    this.count('similar_list', isCurrent);
    if (kept !== undefined && isCurrent) return kept.value;
    const making = this.ofItems.make(key, version, () => model.recommender.similar(itemId, USUAL_LENGTH));
    return kept === undefined ? making : soonOr(kept.value, making);
  }

  /** Those of the given items that the model knows, best first for a shopper; not kept. */
  async rankItems(
    model: ServingModel,
    { shopper }: KnownShopper,
    itemIds: readonly string[],
  ): Promise<Iterable<Candidate>> {
    return model.recommender.rankItems(shopper, itemIds);
  }

  private isOfThisMoment({ madeMs }: Versioned<unknown>): boolean {
    return this.clock() - madeMs < LEARNS_MS;
  }

  private async listFor(model: ServingModel, { profile, shopper }: KnownShopper): Promise<ShopperList> {
    const list = await model.recommender.recommend(shopper, USUAL_LENGTH);
    return { profileVersion: profile?.version ?? 0, list };
  }

  private count(cache: string, isHit: boolean): void {
    this.metrics.cacheLookups.inc({ cache, outcome: isHit ? 'hit' : 'miss' });
  }
}

const shopperKey = (model: ServingModel, { shopId, profile }: KnownShopper): string =>
  `${shopId} ${model.version} ${profile?.profileId ?? ''}`;

/** Grows with the profile, and with the items: a list that was made before the model took one up lacks it. */
const versionFor = ({ recommender }: ServingModel, profile: Profile): number =>
  profile.version + recommender.itemIds.length;

/** The new list if it is made soon, else the old one; the new one is for the next request. */
async function soonOr<List>(old: List, making: Promise<List>): Promise<List> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<List>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, old);
  });
  const made = making.catch(() => old);
  try {
    return await Promise.race([made, late]);
  } finally {
    clearTimeout(timer);
  }
}
