import type { Compile } from '../controls/controls-fields.ts';
import type { FilterRules } from '../filter/item-filter.ts';
import type { AskedFilter } from './requests.ts';

/** The rules of a message; what it does not set is as in `otherwise`. @throws CartwiseError for a bad expression. */
export function readFilter(asked: AskedFilter, otherwise: FilterRules, compile: Compile): FilterRules {
  return {
    categories: asked.categories.length > 0 ? asked.categories : otherwise.categories,
    brands: asked.brands.length > 0 ? asked.brands : otherwise.brands,
    priceMinMinor: asked.priceMinMinor ?? otherwise.priceMinMinor,
    priceMaxMinor: asked.priceMaxMinor ?? otherwise.priceMaxMinor,
    includeUnavailable: asked.includeUnavailable || otherwise.includeUnavailable,
    matches: asked.expression === '' ? otherwise.matches : compile(asked.expression, 'filter.expression'),
  };
}
