import { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { arrangement } from '../controls/arrange.ts';
import type { FilterRules, ItemFilter } from '../filter/item-filter.ts';
import type { ServingModel } from '../models/serving-model.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import type { Ranker } from '../ranking/ranker.ts';
import { filterOf, type Answer, type Wanted } from './answer.ts';
import type { Candidate } from './candidate.ts';
import { personalStrategy } from './personal-tiers.ts';
import { problemOf } from './recommend.ts';
import type { ShopView } from './shop-view.ts';
import { toRecommendedItem } from './to-recommended-item.ts';

export interface RerankWanted extends Omit<Wanted, 'limit' | 'rules' | 'shown'> {
  readonly itemIds: readonly string[];
  /** undefined means all. */
  readonly limit: number | undefined;
  /** undefined keeps every item. */
  readonly rules: FilterRules | undefined;
}

/**
 * Orders a given list for one shopper. Equal scores keep their order, and what the model does not know follows at the
 * end in its order. Without a model the list comes back as it was sent.
 */
export async function rerank(
  view: ShopView,
  known: KnownShopper,
  ranker: Ranker,
  wanted: RerankWanted,
): Promise<Answer> {
  const { rules, exclude, controls, recommendationId } = wanted;
  const allows: ItemFilter =
    rules === undefined ? (itemId) => !exclude.has(itemId) : filterOf(view, { ...wanted, rules });
  const itemIds = [...new Set(wanted.itemIds)].filter(allows);
  const ordered = await order(view.model, known, ranker, itemIds);
  const limit = wanted.limit ?? itemIds.length;
  const sent = new Set(itemIds);
  const page = { limit, before: 0, recommendationId };
  const arranged = arrangement(controls, page, (itemId) => sent.has(itemId), view.catalogue);
  const shown = arranged?.arrange(ordered.candidates) ?? ordered.candidates.slice(0, limit);
  return {
    items: shown.map((candidate) => toRecommendedItem(candidate, view.catalogue, known)),
    strategy: ordered.strategy,
    modelVersion: view.model?.version ?? '',
    degradedReason: ordered.problem ?? problemOf(view, known),
    failures: ordered.failures,
  };
}

interface Ordered {
  readonly candidates: readonly Candidate[];
  readonly strategy: Strategy;
  readonly problem?: string;
  readonly failures: Answer['failures'];
}

async function order(
  model: ServingModel | undefined,
  known: KnownShopper,
  ranker: Ranker,
  itemIds: readonly string[],
): Promise<Ordered> {
  // UNSPECIFIED: the order is the sender's own.
  const asSent: Ordered = {
    candidates: itemIds.map((itemId) => ({ itemId, score: 0, source: '' })),
    strategy: Strategy.STRATEGY_UNSPECIFIED,
    failures: [],
  };
  if (model === undefined) return asSent;
  const strategy = personalStrategy(model, known) ?? Strategy.STRATEGY_TRENDING;
  try {
    return {
      candidates: withUnknown(itemIds, [...(await ranker.rankItems(model, known, itemIds))]),
      strategy,
      failures: [],
    };
  } catch (error) {
    const problem = 'ranking failed; the order is as sent';
    return { ...asSent, problem, failures: [{ strategy, error }] };
  }
}

/** What the model does not know stands at the end, in the order it was sent. */
function withUnknown(itemIds: readonly string[], ranked: readonly Candidate[]): readonly Candidate[] {
  const known = new Set(ranked.map(({ itemId }) => itemId));
  // Not above the last known one, so that scores fall through the reply.
  const score = Math.min(0, ranked.at(-1)?.score ?? 0);
  const unknown = itemIds.filter((itemId) => !known.has(itemId));
  return [...ranked, ...unknown.map((itemId) => ({ itemId, score, source: '' as const }))];
}
