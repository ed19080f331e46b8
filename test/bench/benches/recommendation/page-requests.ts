import {
  RecommendRequest,
  SimilarItemsRequest,
} from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { unitOf } from '../../traffic/unit-of.ts';
import { itemIdOf, userIdOf } from './large-shop.ts';
import { askingUser, onSite, shoppersOnSite } from './shoppers-on-site.ts';

const SALT = { item: 95, shown: 96 } as const;
const LIMIT = 20;
/** What the page shows already. */
const SHOWN = 3;
/** In stock, and neither a trinket nor out of reach: about two items in three. */
const FILTER = {
  categories: [],
  brands: [],
  priceMinMinor: 1_500,
  priceMaxMinor: 8_500,
  includeUnavailable: false,
};

/** A page asks for a shopper. */
export const recommendRequest = (
  sequence: number,
  users: number,
  startMs: number,
  nowMs: number,
): RecommendRequest =>
  RecommendRequest.fromPartial({
    userId: userIdOf(askingUser(sequence, users, startMs, nowMs)),
    limit: LIMIT,
    filter: FILTER,
    excludeItemIds: shownOnPage(sequence),
    placement: 'home',
  });

/** The page with which each shopper on the site began. */
export function* firstPages(users: number): Generator<RecommendRequest, void> {
  for (let index = 0; index < shoppersOnSite(users); index++) {
    yield RecommendRequest.fromPartial({ userId: userIdOf(onSite(index, users)), limit: 1 });
  }
}

/** The page of each item. */
export function* productPages(items: number): Generator<SimilarItemsRequest, void> {
  for (let index = 0; index < items; index++) {
    yield SimilarItemsRequest.fromPartial({ itemId: itemIdOf(index), limit: 1 });
  }
}

/** A product page asks for items beside its own; the most popular tenth of the items has about half of the pages. */
export const similarRequest = (sequence: number, items: number): SimilarItemsRequest =>
  SimilarItemsRequest.fromPartial({
    itemId: itemIdOf(Math.floor(items * unitOf(sequence, SALT.item) ** 3)),
    limit: LIMIT,
    filter: FILTER,
    excludeItemIds: shownOnPage(sequence),
  });

const shownOnPage = (sequence: number): readonly string[] =>
  Array.from({ length: SHOWN }, (_, i) => itemIdOf(Math.floor(1_000 * unitOf(sequence, SALT.shown + i))));
