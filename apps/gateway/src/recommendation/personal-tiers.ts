import { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { narrows, type ItemFilter, type FilterRules } from '../filter/item-filter.ts';
import type { ServingModel } from '../models/serving-model.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import type { Ranker } from '../ranking/ranker.ts';
import type { Candidate, Tier } from './candidate.ts';
import type { ShopView } from './shop-view.ts';

/** The latest items an item-to-item fill starts from. */
const ANCHORS = 5;
/** Items looked through for what a narrow filter allows: a few milliseconds. */
const SCAN_MAX = 20_000;
/** Items ranked of those; as many as Rerank takes. */
const RANKED_MAX = 1_000;

interface PersonalAsk {
  readonly rules: FilterRules;
  readonly allows: ItemFilter;
  /** Gives the shopper's list. */
  readonly rank: () => Promise<Iterable<Candidate>>;
}

/** The strategies that follow from what the shopper did; none when the model knows nothing of it. */
export function personalTiers(
  view: ShopView,
  model: ServingModel,
  known: KnownShopper,
  ranker: Ranker,
  { rules, allows, rank }: PersonalAsk,
): readonly Tier[] {
  const strategy = personalStrategy(model, known);
  if (strategy === undefined) return [];
  const tiers: Tier[] = [
    { strategy, candidates: rank },
    { strategy, candidates: () => ranker.rankFurther(model, known) },
  ];
  if (narrows(rules)) {
    tiers.push({ strategy, candidates: () => rankAllowed(view, model, known, ranker, allows) });
  }
  tiers.push({
    strategy: Strategy.STRATEGY_ITEM_TO_ITEM,
    candidates: () => similarToLatest(view, model, known, ranker),
  });
  return tiers;
}

/** PERSONAL or SESSION, by where the items come from that the model knows; undefined when it knows none. */
export function personalStrategy(
  { recommender }: ServingModel,
  { shopper }: KnownShopper,
): Strategy.STRATEGY_PERSONAL | Strategy.STRATEGY_SESSION | undefined {
  if (shopper.recent.some(({ itemId }) => recommender.has(itemId))) return Strategy.STRATEGY_PERSONAL;
  if (shopper.sessionItemIds.some((itemId) => recommender.has(itemId))) return Strategy.STRATEGY_SESSION;
  return undefined;
}

/** A list of the best few hundred of all may hold little of one category: then the category itself is ranked. */
function rankAllowed(
  view: ShopView,
  model: ServingModel,
  known: KnownShopper,
  ranker: Ranker,
  allows: ItemFilter,
): Promise<Iterable<Candidate>> {
  const itemIds: string[] = [];
  let scanned = 0;
  for (const { id } of view.catalogue.values()) {
    if (++scanned > SCAN_MAX || itemIds.length >= RANKED_MAX) break;
    if (model.recommender.has(id) && allows(id)) itemIds.push(id);
  }
  return ranker.rankItems(model, known, itemIds);
}

async function similarToLatest(
  { shopId }: ShopView,
  model: ServingModel,
  { shopper }: KnownShopper,
  ranker: Ranker,
): Promise<readonly Candidate[]> {
  const seen = [...shopper.recent.map(({ itemId }) => itemId), ...shopper.sessionItemIds];
  const anchors = [...new Set(seen.toReversed())].filter((itemId) => model.recommender.has(itemId));
  const similar = await Promise.all(
    anchors.slice(0, ANCHORS).map((itemId) => ranker.similar(model, shopId, itemId)),
  );
  return similar.flatMap((candidates) => [...candidates]).sort((a, b) => b.score - a.score);
}
