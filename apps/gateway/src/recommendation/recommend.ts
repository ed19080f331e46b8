import { hiddenPurchases } from '../controls/hidden-purchases.ts';
import type { ServingModel } from '../models/serving-model.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import type { Ranker } from '../ranking/ranker.ts';
import { answerFrom, filterOf, NO_MODEL, type Answer, type Wanted } from './answer.ts';
import { personalStrategy, personalTiers } from './personal-tiers.ts';
import type { ShopView } from './shop-view.ts';
import { trendingTiers } from './trending-tiers.ts';

export interface PersonalAnswer extends Answer {
  /** Of the profile the list was made from; 0 when there was none. */
  readonly profileVersion: number;
}

/** Items for one shopper: personal, else by the session, else item to item, else trending. */
export async function recommend(
  view: ShopView,
  known: KnownShopper,
  ranker: Ranker,
  request: Wanted & { readonly includeSeen: boolean },
): Promise<PersonalAnswer> {
  const days = request.includeSeen ? 0 : request.controls.hideBoughtDays;
  const bought = hiddenPurchases(known.profile, days, known.shopper.nowMs);
  const wanted: Wanted = { ...request, exclude: new Set([...request.exclude, ...bought]) };
  let profileVersion = known.profile?.version ?? 0;
  const rank = async (model: ServingModel) => {
    const ranked = await ranker.rank(model, known);
    profileVersion = ranked.profileVersion;
    return ranked.list;
  };
  const { model } = view;
  const personal =
    model === undefined
      ? []
      : personalTiers(view, model, known, ranker, {
          rules: wanted.rules,
          allows: filterOf(view, wanted),
          rank: () => rank(model),
        });
  const answer = await answerFrom(
    view,
    [...personal, ...trendingTiers(view)],
    wanted,
    problemOf(view, known),
    known,
  );
  return { ...answer, profileVersion };
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
