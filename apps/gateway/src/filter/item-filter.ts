import type { ListedItem, ShopCatalogue } from '../catalogue/shop-catalogue.ts';
import type { Expression } from './expression/compare.ts';
import { liesBelow } from './lies-below.ts';

/** What a request allows in its reply. */
export interface FilterRules {
  /** Product types; none means any. */
  readonly categories: readonly string[];
  /** None means any. */
  readonly brands: readonly string[];
  readonly priceMinMinor?: number | undefined;
  readonly priceMaxMinor?: number | undefined;
  readonly includeUnavailable: boolean;
  readonly matches?: Expression | undefined;
}

export const NO_RULES: FilterRules = { categories: [], brands: [], includeUnavailable: false };

export type ItemFilter = (itemId: string) => boolean;

/**
 * The one filter that every source of candidates passes.
 *
 * An item the catalogue does not list is gone from the shop: every item is listed from its first event on. A shop
 * whose catalogue is empty has none to ask, so there an item passes unless a rule needs to know more of it.
 */
export function itemFilter(options: {
  readonly catalogue: ShopCatalogue;
  /** ISO 4217, of the shop; a price in another currency is in no price range. */
  readonly currency: string;
  readonly rules: FilterRules;
  /** Never shown: the request's exclusions, what was bought already, the item the page is about. */
  readonly exclude: ReadonlySet<string>;
  /** The shopper: what this user sells is not shown to them. */
  readonly userId?: string | undefined;
}): ItemFilter {
  const { catalogue, currency, rules, exclude, userId } = options;
  const { matches } = rules;
  const brands = new Set(rules.brands.map((brand) => brand.toLowerCase()));
  const inCategories = categoryFilter(rules.categories);
  const passesUnlisted = catalogue.size === 0 && !narrows(rules);
  return (itemId) => {
    if (exclude.has(itemId)) return false;
    const item = catalogue.find(itemId);
    if (item === undefined) return passesUnlisted;
    return (
      (rules.includeUnavailable || item.availability !== 'out_of_stock') &&
      inCategories(item.productType) &&
      (brands.size === 0 || (item.brand !== undefined && brands.has(item.brand.toLowerCase()))) &&
      isInPriceRange(item, currency, rules) &&
      (item.sellerId === undefined || item.sellerId !== userId) &&
      (matches === undefined || matches(item))
    );
  };
}

/** Whether the rules ask for more than stock: only some parts of the catalogue pass. */
export function narrows(rules: FilterRules): boolean {
  return (
    rules.categories.length > 0 ||
    rules.brands.length > 0 ||
    rules.priceMinMinor !== undefined ||
    rules.priceMaxMinor !== undefined ||
    rules.matches !== undefined
  );
}

/** A shop has few product types for its many items, so the verdict on each is kept for the request. */
function categoryFilter(categories: readonly string[]): (productType: string | undefined) => boolean {
  if (categories.length === 0) return () => true;
  const verdicts = new Map<string, boolean>();
  return (productType) => {
    if (productType === undefined) return false;
    let verdict = verdicts.get(productType);
    if (verdict === undefined) {
      verdict = categories.some((category) => liesBelow(productType, category));
      verdicts.set(productType, verdict);
    }
    return verdict;
  };
}

function isInPriceRange(item: ListedItem, currency: string, rules: FilterRules): boolean {
  if (rules.priceMinMinor === undefined && rules.priceMaxMinor === undefined) return true;
  const price = item.salePrice ?? item.price;
  if (price === undefined || price.currency !== currency) return false;
  return (
    price.amountMinor >= (rules.priceMinMinor ?? 0) &&
    price.amountMinor <= (rules.priceMaxMinor ?? Number.POSITIVE_INFINITY)
  );
}
