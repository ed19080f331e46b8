import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CatalogueItem } from '#contracts';
import { narrows, type FilterRules } from '../filter/item-filter.ts';
import {
  catalogueItem,
  catalogueOf,
  itemIds,
  knownShopper,
  profileOf,
  ranker,
  shopView,
  toyModel,
  wanted,
} from '../testing/samples.ts';
import type { Answer } from './answer.ts';
import { boughtTogether } from './bought-together.ts';
import { recommend } from './recommend.ts';
import { rerank } from './rerank.ts';
import { similarItems } from './similar-items.ts';
import { trending } from './trending.ts';

const ALL = itemIds(12);
const someIds = fc.subarray([...ALL]);
const TYPES = ['Home', 'Home > Kitchen', 'Home > Kitchen > Mugs', 'Garden'];

/** A catalogue where each of the twelve items may be listed or gone, sold out, of any type, brand and price. */
const listed = fc
  .tuple(
    ...ALL.map((id) =>
      fc.option(
        fc
          .record({
            availability: fc.constantFrom<CatalogueItem['availability']>('in_stock', 'out_of_stock'),
            productType: fc.constantFrom(undefined, ...TYPES),
            brand: fc.constantFrom(undefined, 'Acme', 'Other'),
            amountMinor: fc.integer({ min: 0, max: 20 }),
            currency: fc.constantFrom('GBP', 'EUR'),
          })
          .map(({ amountMinor, currency, productType, brand, availability }) =>
            catalogueItem(id, {
              availability,
              price: { amountMinor, currency },
              ...(productType === undefined ? {} : { productType }),
              ...(brand === undefined ? {} : { brand }),
            }),
          ),
      ),
    ),
  )
  .map((items) => items.filter((item) => item !== null));

const rules: fc.Arbitrary<FilterRules> = fc.record({
  categories: fc.subarray(['Home > Kitchen', 'Garden']),
  brands: fc.subarray(['Acme']),
  priceMinMinor: fc.constantFrom(undefined, 5),
  priceMaxMinor: fc.constantFrom(undefined, 15),
  includeUnavailable: fc.boolean(),
});

/** Written apart from the filter, straight from the words of the proto. */
function mayShow(item: CatalogueItem | undefined, asked: FilterRules): boolean {
  if (item === undefined) return false;
  const { categories, brands, priceMinMinor, priceMaxMinor } = asked;
  if (!asked.includeUnavailable && item.availability === 'out_of_stock') return false;
  const type = item.productType ?? 'none';
  if (categories.length > 0 && !categories.some((c) => type === c || type.startsWith(`${c} > `)))
    return false;
  if (brands.length > 0 && !brands.includes(item.brand ?? 'none')) return false;
  const priced = priceMinMinor !== undefined || priceMaxMinor !== undefined;
  if (priced && item.price?.currency !== 'GBP') return false;
  const amount = item.price?.amountMinor ?? 0;
  return !priced || (amount >= (priceMinMinor ?? 0) && amount <= (priceMaxMinor ?? Infinity));
}

describe('every method', () => {
  it('never shows what the filter forbids, an excluded item, or an item twice', async () => {
    const property = fc.asyncProperty(
      fc.record({ listed, rules, exclude: someIds, seen: someIds, session: someIds, bought: someIds }),
      fc.boolean(),
      fc.integer({ min: 1, max: 15 }),
      async ({ listed: items, rules: asked, exclude, seen, session, bought }, hasModel, limit) => {
        const live = ALL.map((itemId) => ({ itemId, score: 1, source: 'trending' }));
        const view = shopView({
          catalogue: catalogueOf(items),
          model: hasModel ? toyModel(ALL.slice(0, 9)) : undefined,
          liveTrending: () => live,
        });
        const byId = new Map<string, CatalogueItem>(items.map((item) => [item.id, item]));
        const known = knownShopper({
          profile: profileOf(seen, { purchasedItemIds: bought }),
          sessionItemIds: session,
        });
        const request = wanted({ rules: asked, exclude: new Set(exclude), limit });
        const expectAllowed = ({ items: shown }: Answer, never: readonly string[]) => {
          const ids = shown.map(({ itemId }) => itemId);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.length).toBeLessThanOrEqual(limit);
          for (const id of ids) {
            expect(never).not.toContain(id);
            // A shop without a catalogue has nothing to forbid by.
            if (items.length > 0 || narrows(asked)) expect(mayShow(byId.get(id), asked)).toBe(true);
          }
        };

        expectAllowed(await recommend(view, known, ranker(), { ...request, includeSeen: false }), [
          ...exclude,
          ...bought,
        ]);
        expectAllowed(await similarItems(view, ranker(), 'item-3', request), [...exclude, 'item-3']);
        expectAllowed(await boughtTogether(view, ['item-1', 'item-2'], request), [
          ...exclude,
          'item-1',
          'item-2',
        ]);
        expectAllowed(await trending(view, request), exclude);
        expectAllowed(await rerank(view, known, ranker(), { itemIds: ALL, limit, rules: asked }), []);
      },
    );
    await fc.assert(property);
  });
});
