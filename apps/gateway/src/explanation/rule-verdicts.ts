import type { RuleVerdict } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { itemFilter, NO_RULES, type FilterRules } from '../filter/item-filter.ts';
import type { ShopView } from '../recommendation/shop-view.ts';

export interface AskedRules {
  readonly rules: FilterRules;
  /** Of the request. */
  readonly exclude: ReadonlySet<string>;
  /** Bought already and not to be shown again. */
  readonly bought: ReadonlySet<string>;
  /** What this user sells is not shown to them. */
  readonly userId: string;
}

/**
 * Every rule that looks at an item, each by the one filter that lists pass, with that rule alone; a rule that the request
 * does not set is left out.
 */
export function ruleVerdicts(view: ShopView, itemId: string, asked: AskedRules): readonly RuleVerdict[] {
  const { catalogue, currency } = view;
  const item = catalogue.find(itemId);
  const allows = (rules: Partial<FilterRules>, userId?: string): boolean =>
    itemFilter({
      catalogue,
      currency,
      rules: { ...NO_RULES, includeUnavailable: true, ...rules },
      exclude: new Set(),
      userId,
    })(itemId);
  const isListed = allows({});
  const { categories, brands, priceMinMinor, priceMaxMinor, includeUnavailable, matches } = asked.rules;
  const verdicts: RuleVerdict[] = [
    { rule: 'excluded', allows: !asked.exclude.has(itemId), detail: 'by the request' },
    { rule: 'already bought', allows: !asked.bought.has(itemId), detail: 'by the shopper' },
    { rule: 'catalogue', allows: isListed, detail: item === undefined ? 'not listed' : 'listed' },
  ];
  // The rules below ask the catalogue.
  if (!isListed) return verdicts;
  const availability = item?.availability ?? 'not listed';
  if (item?.sellerId !== undefined) {
    verdicts.push({ rule: 'own item', allows: allows({}, asked.userId), detail: `sold by ${item.sellerId}` });
  }
  verdicts.push({ rule: 'stock', allows: allows({ includeUnavailable }), detail: availability });
  if (categories.length > 0) {
    const detail = `${item?.productType ?? 'no product type'}; wanted ${categories.join(' or ')}`;
    verdicts.push({ rule: 'category', allows: allows({ categories }), detail });
  }
  if (brands.length > 0) {
    const detail = `${item?.brand ?? 'no brand'}; wanted ${brands.join(' or ')}`;
    verdicts.push({ rule: 'brand', allows: allows({ brands }), detail });
  }
  if (priceMinMinor !== undefined || priceMaxMinor !== undefined) {
    const price = item?.salePrice ?? item?.price;
    const own = price === undefined ? 'no price' : `${price.amountMinor} ${price.currency}`;
    const detail = `${own}; wanted ${priceMinMinor ?? 0} to ${priceMaxMinor ?? 'any'} ${currency}, in minor units`;
    verdicts.push({ rule: 'price', allows: allows({ priceMinMinor, priceMaxMinor }), detail });
  }
  if (matches !== undefined) {
    verdicts.push({ rule: 'expression', allows: allows({ matches }), detail: matches.text });
  }
  return verdicts;
}
