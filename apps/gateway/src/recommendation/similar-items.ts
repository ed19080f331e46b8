import { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { FULL_LENGTH, type Ranker } from '../ranking/ranker.ts';
import { liesBelow } from '../filter/lies-below.ts';
import { answerFrom, NO_MODEL, type Answer, type Wanted } from './answer.ts';
import type { Tier } from './candidate.ts';
import type { ShopView } from './shop-view.ts';
import { trendingTiers } from './trending-tiers.ts';

/** Items to show beside one item: like it by the model, else trending of its product type, else trending. */
export function similarItems(
  view: ShopView,
  ranker: Ranker,
  itemId: string,
  wanted: Wanted,
): Promise<Answer> {
  const { model } = view;
  const tiers: Tier[] = [];
  if (model?.recommender.has(itemId) === true) {
    const strategy = Strategy.STRATEGY_ITEM_TO_ITEM;
    tiers.push(
      { strategy, candidates: () => ranker.similar(model, view.shopId, itemId) },
      { strategy, candidates: () => model.recommender.similar(itemId, FULL_LENGTH) },
    );
  }
  tiers.push(...ofSameProductType(view, itemId), ...trendingTiers(view));
  return answerFrom(
    view,
    tiers,
    { ...wanted, exclude: new Set([...wanted.exclude, itemId]) },
    problemOf(view, itemId),
  );
}

function ofSameProductType(view: ShopView, itemId: string): readonly Tier[] {
  const productType = view.catalogue.find(itemId)?.productType;
  if (productType === undefined) return [];
  const isOfType = (candidateId: string) =>
    liesBelow(view.catalogue.find(candidateId)?.productType ?? '', productType);
  return trendingTiers(view).map(({ strategy, candidates }) => ({
    strategy,
    candidates: async () => [...(await candidates())].filter((candidate) => isOfType(candidate.itemId)),
  }));
}

function problemOf({ model }: ShopView, itemId: string): string | undefined {
  if (model === undefined) return NO_MODEL;
  return model.recommender.has(itemId) ? undefined : 'the model does not know this item yet';
}
