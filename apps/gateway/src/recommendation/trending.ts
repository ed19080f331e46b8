import { answerFrom, NO_MODEL, type Answer, type Wanted } from './answer.ts';
import type { ShopView } from './shop-view.ts';
import { trendingTiers } from './trending-tiers.ts';

/** What sells now. */
export function trending(view: ShopView, wanted: Wanted): Promise<Answer> {
  return answerFrom(view, trendingTiers(view), wanted, view.model ? undefined : NO_MODEL);
}
