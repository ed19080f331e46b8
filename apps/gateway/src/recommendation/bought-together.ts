import { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { FULL_LENGTH } from '../ranking/ranker.ts';
import { answerFrom, NO_MODEL, type Answer, type Wanted } from './answer.ts';
import type { Tier } from './candidate.ts';
import type { ShopView } from './shop-view.ts';
import { trendingTiers } from './trending-tiers.ts';

/** Items bought in the same orders as those of a basket, else trending. */
export function boughtTogether(view: ShopView, itemIds: readonly string[], wanted: Wanted): Promise<Answer> {
  const { model } = view;
  const known = itemIds.filter((itemId) => model?.recommender.has(itemId) === true);
  const tiers: Tier[] = [];
  if (model !== undefined && known.length > 0) {
    tiers.push({
      strategy: Strategy.STRATEGY_ITEM_TO_ITEM,
      candidates: () => model.recommender.boughtTogether(known, FULL_LENGTH),
    });
  }
  return answerFrom(
    view,
    [...tiers, ...trendingTiers(view)],
    { ...wanted, exclude: new Set([...wanted.exclude, ...itemIds]) },
    problemOf(view, known.length),
  );
}

function problemOf({ model }: ShopView, knownItems: number): string | undefined {
  if (model === undefined) return NO_MODEL;
  return knownItems > 0 ? undefined : 'the model knows none of these items yet';
}
