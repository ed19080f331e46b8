import { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { Tier } from './candidate.ts';
import type { ShopView } from './shop-view.ts';

const strategy = Strategy.STRATEGY_TRENDING;

/** What everyone may be shown: the model's trending list, then the live counts, then what is new in the catalogue. */
export function trendingTiers(view: ShopView): readonly Tier[] {
  return [
    { strategy, candidates: () => view.model?.trending ?? [] },
    { strategy, candidates: () => view.liveTrending() },
    {
      strategy,
      candidates: () =>
        view.catalogue
          .newest()
          .map((itemId, position) => ({ itemId, score: 1 / (position + 1), source: 'newest' })),
    },
  ];
}
