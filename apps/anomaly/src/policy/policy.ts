import type { DecisionCosts } from '#contracts/generated/cartwise/fraud/v1/costs';
import type { ListedValue } from '../lists/list-kind.ts';
import type { ShopLists } from '../lists/shop-lists.ts';
import type { RuleSet } from '../rules/rule-set.ts';

/** What a shop has laid down for its decisions, as it is now. */
export interface Policy {
  readonly rules: RuleSet;
  readonly lists: Pick<ShopLists, 'isListed' | 'listing'>;
  /** Whether the rule leaves one of these alone at that time. */
  isSnoozed(code: string, values: readonly ListedValue[], atMs: number): boolean;
  /** undefined where there are none in the currency. */
  costsIn(currency: string): DecisionCosts | undefined;
}
