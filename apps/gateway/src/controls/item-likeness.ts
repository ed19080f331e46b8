import type { ListedItem } from '../catalogue/shop-catalogue.ts';
import { levelsOf } from '../filter/lies-below.ts';

const CATEGORY_WEIGHT = 0.7;
const BRAND_WEIGHT = 0.3;

/** What items are compared by, taken out of the catalogue once. */
export interface Traits {
  readonly levels: readonly string[];
  readonly brand: string | undefined;
  readonly group: string | undefined;
}

export const traitsOf = (item: ListedItem | undefined): Traits => ({
  levels: item?.productType === undefined ? [] : levelsOf(item.productType),
  brand: item?.brand?.toLowerCase(),
  group: item?.itemGroupId,
});

/**
 * How alike two items look on a page, 0 to 1: 1 for two of one item group, else
 * 0.7 × (levels of the product type they begin with together / levels of the longer) + 0.3 × (same brand).
 */
export function likeness(one: Traits, other: Traits): number {
  if (one.group !== undefined && one.group === other.group) return 1;
  const longer = Math.max(one.levels.length, other.levels.length);
  let shared = 0;
  while (shared < longer && one.levels[shared] === other.levels[shared]) shared += 1;
  const sameBrand = one.brand !== undefined && one.brand === other.brand;
  return (longer === 0 ? 0 : CATEGORY_WEIGHT * (shared / longer)) + (sameBrand ? BRAND_WEIGHT : 0);
}
