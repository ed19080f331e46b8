import {
  Strategy,
  type ExplainResponse,
  type RuleVerdict,
} from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { ItemExplanation } from '#ml';
import { hiddenPurchases } from '../controls/hidden-purchases.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import type { Ranker } from '../ranking/ranker.ts';
import type { Answer, Wanted } from '../recommendation/answer.ts';
import { recommend } from '../recommendation/recommend.ts';
import type { ShopView } from '../recommendation/shop-view.ts';
import { ruleVerdicts } from './rule-verdicts.ts';
import { scoreExplanation } from './score-explanation.ts';

/** The largest reply: an item that is not in it is not shown anywhere. */
const LIMIT = 200;

export type ExplainWanted = Wanted & { readonly itemId: string; readonly includeSeen: boolean };

/**
 * Why an item stands where it stands for a shopper: the list that Recommend would answer, what the model says of the
 * item, and what each rule says, all from what serves.
 */
export async function explain(
  view: ShopView,
  known: KnownShopper,
  ranker: Ranker,
  wanted: ExplainWanted,
): Promise<ExplainResponse> {
  const { itemId, includeSeen, limit, controls, rules, exclude, userId } = wanted;
  const list = { ...wanted, limit: LIMIT };
  const answer = await recommend(view, known, ranker, list);
  const { hideBoughtDays } = controls;
  const ranked = await recommend(view, known, ranker, { ...list, controls: { hideBoughtDays } });
  const said = await view.model?.recommender.explain(known.shopper, itemId);
  const days = includeSeen ? 0 : hideBoughtDays;
  const bought = new Set(hiddenPurchases(known.profile, days, known.shopper.nowMs));
  const verdicts = ruleVerdicts(view, itemId, { rules, exclude, bought, userId });
  const place = placeIn(answer, itemId);
  return {
    itemId,
    title: view.catalogue.find(itemId)?.title ?? '',
    modelVersion: answer.modelVersion,
    verdict: verdictOf({ place, ranked: placeIn(ranked, itemId), limit }, verdicts, said),
    place,
    placeBeforeControls: placeIn(ranked, itemId),
    strategy: answer.items.length === 0 ? Strategy.STRATEGY_UNSPECIFIED : answer.strategy,
    knownToModel: said !== undefined && said.kind !== 'unknown-item',
    historyLength: said?.kind === 'scored' ? said.historyLength : 0,
    score: said?.kind === 'scored' ? scoreExplanation(said, view.catalogue) : undefined,
    rules: [...verdicts],
    degraded: answer.degradedReason !== undefined,
    degradedReason: answer.degradedReason ?? '',
  };
}

const placeIn = ({ items }: Answer, itemId: string): number =>
  1 + items.findIndex((item) => item.itemId === itemId);

/** What decided it: being shown, else the first rule that forbids it, else the model. */
function verdictOf(
  { place, ranked, limit }: { readonly place: number; readonly ranked: number; readonly limit: number },
  verdicts: readonly RuleVerdict[],
  said: ItemExplanation | undefined,
): string {
  if (place > 0) {
    const shown =
      place <= limit ? `shown at place ${place}` : `at place ${place}, after the ${limit} of the first page`;
    return place === ranked
      ? shown
      : `${shown} by the list's controls, ranked ${ranked === 0 ? 'nowhere' : `at place ${ranked}`}`;
  }
  const forbidden = verdicts.filter(({ allows }) => !allows);
  if (forbidden.length > 0) {
    return `not shown: ${forbidden.map(({ rule, detail }) => `${rule} (${detail})`).join(', ')}`;
  }
  if (ranked > 0) return `not shown: the list's controls leave it out, it was ranked at place ${ranked}`;
  return `not shown: ${shortfallOf(said)}`;
}

function shortfallOf(said: ItemExplanation | undefined): string {
  if (said === undefined) return 'no model is published yet, and it is not among what sells now';
  switch (said.kind) {
    case 'unknown-item':
      return 'the model has not seen this item, and it is not among what sells now';
    case 'no-history':
      return 'nothing the model knows of is known of the shopper, and the item does not trend';
    case 'scored': {
      if (said.isOutAsRepeat) return 'the shopper had it, and in this shop nobody comes back to an item';
      if (!said.isCandidate) return 'no source has it among its best for this shopper';
      return `rank ${said.rank} of ${said.candidates} candidates, beyond the ${LIMIT} of the largest reply`;
    }
  }
}
