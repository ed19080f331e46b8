import type { ShopCatalogue } from '../catalogue/shop-catalogue.ts';
import { levelsOf } from '../filter/lies-below.ts';
import type { Candidate } from '../recommendation/candidate.ts';
import type { Controls } from './controls.ts';

type Caps = Pick<Controls, 'maxPerCategory' | 'categoryLevels' | 'maxPerBrand'>;

export const isCapped = ({ maxPerCategory, maxPerBrand }: Caps): boolean =>
  Boolean(maxPerCategory) || Boolean(maxPerBrand);

/**
 * The list without what is one too many of its category or brand. `beside` are items of the same page that stand apart
 * from the list and count. An item without a category or brand is never one too many.
 */
export function capGroups(
  list: readonly Candidate[],
  caps: Caps,
  beside: readonly string[],
  catalogue: ShopCatalogue,
): readonly Candidate[] {
  const { maxPerCategory = 0, categoryLevels = 0, maxPerBrand = 0 } = caps;
  const categories = new Tally(maxPerCategory);
  const brands = new Tally(maxPerBrand);
  const groupsOf = (itemId: string) => {
    const item = catalogue.find(itemId);
    return { category: categoryOf(item?.productType, categoryLevels), brand: item?.brand?.toLowerCase() };
  };
  const count = ({ category, brand }: ReturnType<typeof groupsOf>) => {
    categories.add(category);
    brands.add(brand);
  };
  for (const itemId of beside) count(groupsOf(itemId));
  return list.filter(({ itemId }) => {
    const groups = groupsOf(itemId);
    if (categories.isFull(groups.category) || brands.isFull(groups.brand)) return false;
    count(groups);
    return true;
  });
}

const categoryOf = (productType: string | undefined, levels: number): string | undefined =>
  productType === undefined
    ? undefined
    : levelsOf(productType)
        .slice(0, levels === 0 ? undefined : levels)
        .join('>');

/** How many there are of each name, and whether that is the maximum; 0 is none. */
class Tally {
  private readonly counts = new Map<string, number>();

  constructor(private readonly max: number) {}

  isFull(name: string | undefined): boolean {
    return this.max > 0 && name !== undefined && (this.counts.get(name) ?? 0) >= this.max;
  }

  add(name: string | undefined): void {
    if (name !== undefined) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}
