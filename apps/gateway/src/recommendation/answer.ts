import {
  Strategy,
  type RecommendedItem,
} from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { arrangement } from '../controls/arrange.ts';
import type { Controls } from '../controls/controls.ts';
import { itemFilter, type FilterRules, type ItemFilter } from '../filter/item-filter.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import type { Tier } from './candidate.ts';
import { fillReply, type Filled } from './fill-reply.ts';
import type { ShopView } from './shop-view.ts';
import { toRecommendedItem } from './to-recommended-item.ts';

/** What every method answers; the controller adds an id and shapes the message. */
export interface Answer {
  readonly items: readonly RecommendedItem[];
  readonly strategy: Strategy;
  /** Empty when no model is published. */
  readonly modelVersion: string;
  /** Why a better strategy could not be used; undefined when none exists. */
  readonly degradedReason: string | undefined;
  readonly failures: Filled['failed'];
}

/** What a request asks for, whatever its method. */
export interface Wanted {
  readonly limit: number;
  readonly rules: FilterRules;
  readonly exclude: ReadonlySet<string>;
  /** Empty for an unknown shopper; what a user sells is not shown to them. */
  readonly userId: string;
  readonly controls: Controls;
  /** What the pages before showed; excluded too. */
  readonly shown: readonly string[];
  readonly recommendationId: string;
}

export const NO_MODEL = 'no model is published yet';

export function filterOf(
  view: ShopView,
  { rules, exclude, userId }: Pick<Wanted, 'rules' | 'exclude' | 'userId'>,
): ItemFilter {
  return itemFilter({ catalogue: view.catalogue, currency: view.currency, rules, exclude, userId });
}

/**
 * Fills a reply from tiers, best first. `problem` is what keeps the best of them from being better still; `known` is the
 * shopper they are made for, where they are made for one.
 */
export async function answerFrom(
  view: ShopView,
  tiers: readonly Tier[],
  wanted: Wanted,
  problem: string | undefined,
  known?: KnownShopper,
): Promise<Answer> {
  const { catalogue } = view;
  const { controls, limit, recommendationId } = wanted;
  const allows = filterOf(view, wanted);
  const page = { limit, before: wanted.shown.length, recommendationId };
  const arranged = arrangement(controls, page, allows, catalogue);
  const filled = await fillReply(tiers, allows, arranged?.width ?? limit, arranged?.isEnough);
  const shown = arranged?.arrange(filled.candidates) ?? filled.candidates;
  return {
    items: shown.map((candidate) => toRecommendedItem(candidate, catalogue, known)),
    strategy: filled.strategy ?? Strategy.STRATEGY_UNSPECIFIED,
    modelVersion: view.model?.version ?? '',
    degradedReason: problem ?? shortfallOf(filled, tiers),
    failures: filled.failed,
  };
}

function shortfallOf(filled: Filled, tiers: readonly Tier[]): string | undefined {
  if (filled.failed.length > 0) return 'a better strategy failed';
  if (filled.strategy === undefined || filled.strategy === tiers[0]?.strategy) return undefined;
  return 'a better strategy had nothing that the filter allows';
}
