import type { KnownShopper } from '../profiles/known-shopper.ts';
import type { Ranker } from '../ranking/ranker.ts';
import { answerFrom, filterOf, NO_MODEL, type Answer, type Wanted } from './answer.ts';
import { personalStrategy, personalTiers } from './personal-tiers.ts';
import type { ShopView } from './shop-view.ts';
import { trendingTiers } from './trending-tiers.ts';

/** Items for one shopper: personal, else by the session, else item to item, else trending. */
export function recommend(
  view: ShopView,
  known: KnownShopper,
  ranker: Ranker,
  request: Wanted & { readonly includeSeen: boolean },
): Promise<Answer> {
  const bought = request.includeSeen ? [] : (known.profile?.purchasedItemIds ?? []);
  const wanted: Wanted = { ...request, exclude: new Set([...request.exclude, ...bought]) };
  const allowed = { rules: wanted.rules, allows: filterOf(view, wanted) };
  const personal = view.model ? personalTiers(view, view.model, known, ranker, allowed) : [];
  return answerFrom(view, [...personal, ...trendingTiers(view)], wanted, problemOf(view, known));
}

/** What stands between this shopper and a personal answer; undefined for one of whom nothing is known. */
export function problemOf({ model }: ShopView, known: KnownShopper): string | undefined {
  if (model === undefined) return NO_MODEL;
  const { recent, sessionItemIds } = known.shopper;
  if (known.problem !== undefined) {
    return sessionItemIds.length > 0 ? `${known.problem}; session only` : known.problem;
  }
  if (recent.length + sessionItemIds.length > 0 && personalStrategy(model, known) === undefined) {
    return 'the model knows none of the items this shopper looked at yet';
  }
  return undefined;
}
