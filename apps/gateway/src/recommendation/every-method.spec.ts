import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CatalogueItem, UserId } from '#contracts';
import type { Controls } from '../controls/controls.ts';
import { narrows, type FilterRules } from '../filter/item-filter.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import {
  catalogueItem,
  catalogueOf,
  compile,
  itemIds,
  knownShopper,
  profileOf,
  ranker,
  shopView,
  toyModel,
  wanted,
} from '../testing/samples.ts';
import type { Answer, Wanted } from './answer.ts';
import { boughtTogether } from './bought-together.ts';
import { hideBought } from './hide-bought.ts';
import { recommend } from './recommend.ts';
import { rerank } from './rerank.ts';
import type { ShopView } from './shop-view.ts';
import { similarItems } from './similar-items.ts';
import { trending } from './trending.ts';

const ALL = itemIds(12);
const someIds = fc.subarray([...ALL]);
const TYPES = ['Home', 'Home > Kitchen', 'Home > Kitchen > Mugs', 'Garden'];
const EXPRESSION = 'attribute.colour = "red" or price < 0.08';
/** One for all: its caches are large. What differs has a model version of its own. */
const RANKER = ranker();
let models = 0;
const BOUGHT = ['item-2', 'item-7'];

/** Every way to a list, as the gateway takes it; `about` are the items it is asked about, which it never shows. */
interface Method {
  readonly name: string;
  readonly about: readonly string[];
  readonly list: (view: ShopView, known: KnownShopper, wanted: Wanted) => Promise<Answer>;
}
const METHODS: readonly Method[] = [
  {
    name: 'Recommend',
    about: [],
    list: (view, known, asked) => recommend(view, known, RANKER, { ...asked, includeSeen: false }),
  },
  {
    name: 'SimilarItems',
    about: ['item-3'],
    list: async (view, known, asked) =>
      similarItems(view, RANKER, 'item-3', await withoutBought(known, asked)),
  },
  {
    name: 'BoughtTogether',
    about: ['item-1', 'item-2'],
    list: async (view, known, asked) =>
      boughtTogether(view, ['item-1', 'item-2'], await withoutBought(known, asked)),
  },
  {
    name: 'Trending',
    about: [],
    list: async (view, known, asked) => trending(view, await withoutBought(known, asked)),
  },
  {
    name: 'Rerank',
    about: [],
    list: async (view, known, asked) =>
      rerank(view, known, RANKER, { ...(await withoutBought(known, asked)), itemIds: ALL }),
  },
];
const withoutBought = async (known: KnownShopper, asked: Wanted) =>
  (await hideBought(asked, () => Promise.resolve(known))).wanted;

/** Those for whom each strategy is the first one: personal, session, trending. */
const SHOPPERS: readonly (readonly [string, KnownShopper])[] = [
  ['a known shopper', knownShopper({ profile: profileOf(['item-5'], { purchasedItemIds: BOUGHT }) })],
  ['a visitor with a session', knownShopper({ sessionItemIds: ['item-5'] })],
  ['a newcomer', knownShopper()],
];
const EVERY = METHODS.flatMap((method) =>
  SHOPPERS.map(([who, known]) => ({ who: `${method.name} for ${who}`, method, known })),
);
const idsOf = ({ items }: Answer) => items.map(({ itemId }) => itemId);

/** A catalogue where each of the twelve items may be listed or gone, sold out, of any type, brand, price, seller. */
const listed = fc
  .tuple(
    ...ALL.map((id) =>
      fc.option(
        fc
          .record(
            {
              availability: fc.constantFrom<CatalogueItem['availability']>('in_stock', 'out_of_stock'),
              productType: fc.constantFrom(...TYPES),
              brand: fc.constantFrom('Acme', 'Other'),
              price: fc.record({
                amountMinor: fc.integer({ min: 0, max: 20 }),
                currency: fc.constantFrom('GBP', 'EUR'),
              }),
              attributes: fc.record({ colour: fc.constantFrom('red', 'Red', 'blue') }),
              sellerId: fc.constantFrom('ann' as UserId, 'bob' as UserId),
            },
            { requiredKeys: ['availability', 'price'] },
          )
          .map((fields) => catalogueItem(id, fields)),
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
  matches: fc.constantFrom(undefined, compile(EXPRESSION, '')),
});

const controls: fc.Arbitrary<Controls> = fc.record(
  {
    boosts: fc.constantFrom([], [{ matches: compile('brand = "Acme"', ''), factor: 50 }]),
    pins: fc
      .uniqueArray(fc.constantFrom(...ALL), { maxLength: 3 })
      .map((ids) => ids.map((itemId, index) => ({ itemId, position: 1 + 2 * index }))),
    diversity: fc.double({ min: 0, max: 1, noNaN: true }),
    maxPerCategory: fc.integer({ min: 0, max: 3 }),
    categoryLevels: fc.integer({ min: 0, max: 2 }),
    maxPerBrand: fc.integer({ min: 0, max: 3 }),
    exploration: fc.double({ min: 0, max: 0.5, noNaN: true }),
    hideBoughtDays: fc.constantFrom(30),
  },
  { requiredKeys: [] },
);

/** Written apart from the filter, straight from the words of the proto. */
function mayShow(item: CatalogueItem | undefined, asked: FilterRules): boolean {
  if (item === undefined || item.sellerId === 'ann') return false;
  const { categories, brands, priceMinMinor, priceMaxMinor } = asked;
  if (!asked.includeUnavailable && item.availability === 'out_of_stock') return false;
  const type = item.productType ?? 'none';
  if (categories.length > 0 && !categories.some((c) => type === c || type.startsWith(`${c} > `)))
    return false;
  if (brands.length > 0 && !brands.includes(item.brand ?? 'none')) return false;
  const inPounds = item.price?.currency === 'GBP';
  const amount = item.price?.amountMinor ?? 0;
  const isRed = item.attributes?.['colour']?.toString().toLowerCase() === 'red';
  if (asked.matches !== undefined && !isRed && !(inPounds && amount < 8)) return false;
  const priced = priceMinMinor !== undefined || priceMaxMinor !== undefined;
  if (priced && !inPounds) return false;
  return !priced || (amount >= (priceMinMinor ?? 0) && amount <= (priceMaxMinor ?? Infinity));
}

/** How many items of a page a maximum speaks of have each name; those without one are left out. */
function counts(items: readonly CatalogueItem[], nameOf: (item: CatalogueItem) => string | undefined) {
  const counted = new Map<string, number>();
  for (const name of items.map(nameOf))
    if (name !== undefined) counted.set(name, (counted.get(name) ?? 0) + 1);
  return counted;
}

const categoryOf = ({ productType }: CatalogueItem, levels = 0) =>
  levels === 0 ? productType : productType?.split(' > ').slice(0, levels).join(' > ');

describe('every method', () => {
  it('never shows what the filter forbids, an excluded item, one too many, or an item twice', async () => {
    const property = fc.asyncProperty(
      fc.record({
        listed,
        rules,
        controls,
        exclude: someIds,
        seen: someIds,
        session: someIds,
        bought: someIds,
      }),
      fc.boolean(),
      fc.integer({ min: 1, max: 15 }),
      async (
        { listed: items, rules: asked, exclude, seen, session, bought, controls: set },
        hasModel,
        limit,
      ) => {
        const live = ALL.map((itemId) => ({ itemId, score: 1, source: 'trending' as const }));
        const view = shopView({
          catalogue: catalogueOf(items),
          model: hasModel ? toyModel(ALL.slice(0, 9), `model-${models++}`) : undefined,
          liveTrending: () => live,
        });
        const byId = new Map<string, CatalogueItem>(items.map((item) => [item.id, item]));
        const known = knownShopper({
          profile: profileOf(seen, { purchasedItemIds: bought }),
          sessionItemIds: session,
        });
        const request = wanted({
          rules: asked,
          exclude: new Set(exclude),
          limit,
          userId: 'ann',
          controls: set,
        });
        for (const { name, about, list } of METHODS) {
          const shown = await list(view, known, request);
          const ids = idsOf(shown);
          const hides = name === 'Recommend' || set.hideBoughtDays !== undefined;
          // When a purchase is told by its id alone, it is within any days that go back beyond the newest interaction.
          const never = [...exclude, ...about, ...(hides ? bought : [])];
          expect(ids.filter((id) => never.includes(id))).toEqual([]);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.length).toBeLessThanOrEqual(limit);
          // A shop without a catalogue has nothing to forbid by.
          if (items.length > 0 || narrows(asked)) {
            expect(ids.filter((id) => !mayShow(byId.get(id), asked))).toEqual([]);
          }
          expectMaxima(shown, set, byId);
        }
      },
    );
    await fc.assert(property);
  });

  it('shows all that may be shown once, page by page, whatever the controls', async () => {
    const pagedMethods = METHODS.filter(({ name }) => name !== 'Rerank');
    const property = fc.asyncProperty(
      fc.record({ listed, controls, exclude: someIds }),
      fc.integer({ min: 1, max: 5 }),
      async ({ listed: items, controls: set, exclude }, limit) => {
        const view = shopView({
          catalogue: catalogueOf(items),
          model: toyModel(ALL.slice(0, 9), `model-${models++}`),
        });
        for (const { list } of pagedMethods) {
          const ask = async (shown: readonly string[], asked: Partial<Wanted>) =>
            idsOf(
              await list(
                view,
                knownShopper(),
                wanted({ ...asked, shown, exclude: new Set([...exclude, ...shown]) }),
              ),
            );
          const shown: string[] = [];
          for (let page = await ask([], { limit, controls: set }); page.length > 0;) {
            shown.push(...page);
            page = await ask(shown, { limit, controls: set });
          }
          expect(shown.toSorted()).toEqual((await ask([], { limit: 50 })).toSorted());
        }
      },
    );
    await fc.assert(property, { numRuns: 50 });
  });

  it.each(EVERY)(
    '$who keeps a sold out item back that the model knows, and shows it once it is in',
    async ({ method, known }) => {
      const item = (availability: CatalogueItem['availability']) => catalogueItem('item-4', { availability });
      const catalogue = catalogueOf(itemIds(10).map((id) => catalogueItem(id)));
      const view = shopView({ catalogue });
      const ask = async () => idsOf(await method.list(view, known, wanted({ limit: 12 })));
      catalogue.put(item('out_of_stock'));
      expect(view.model?.recommender.has('item-4')).toBe(true);
      expect(await ask()).not.toContain('item-4');
      catalogue.put(item('in_stock'));
      expect(await ask()).toContain('item-4');
    },
  );

  it.each(EVERY)(
    '$who shows what a boost is true of first, and a pinned item at its place',
    async ({ method, known }) => {
      const boosts = [{ matches: compile('id in ("item-8", "item-9")', ''), factor: 100 }];
      const pins = [
        { itemId: 'item-6', position: 3 },
        { itemId: 'none', position: 1 },
      ];
      const ids = idsOf(await method.list(shopView(), known, wanted({ controls: { boosts, pins } })));
      expect(ids.slice(0, 2).sort()).toEqual(['item-8', 'item-9']);
      expect(ids[2]).toBe('item-6');
    },
  );

  it.each(EVERY)(
    '$who shows what is least like the first item next, for the sake of diversity',
    async ({ method, known }) => {
      const ranked = idsOf(await method.list(shopView(), known, wanted({ limit: 12 })));
      const [first, other] = [ranked[0], ranked[4]];
      const catalogue = catalogueOf(
        itemIds(10).map((id) => catalogueItem(id, { productType: id === other ? 'Garden' : 'Home > Mugs' })),
      );
      const request = wanted({ limit: 2, controls: { diversity: 1 } });
      const shown = idsOf(await method.list(shopView({ catalogue }), known, request));
      expect(shown).toEqual([first, other]);
    },
  );

  it.each(EVERY)('$who hides what was bought within the days', async ({ method, known }) => {
    const request = wanted({ limit: 12, controls: { hideBoughtDays: 30 } });
    const ids = idsOf(await method.list(shopView(), known, request));
    expect(ids.length).toBeGreaterThan(0);
    if (known.profile !== undefined) expect(ids.filter((id) => BOUGHT.includes(id))).toEqual([]);
  });

  it.each(EVERY)('$who tells the propensity of what it draws', async ({ method, known }) => {
    const request = wanted({ limit: 4, controls: { exploration: 0.5 } });
    const view = shopView();
    const ranked = idsOf(await method.list(view, known, wanted({ limit: 12 })));
    const { items } = await method.list(view, known, request);
    expect(items.slice(0, 2).map(({ itemId, propensity }) => [itemId, propensity])).toEqual(
      ranked.slice(0, 2).map((itemId) => [itemId, 1]),
    );
    const propensity = 2 / (ranked.length - 2);
    expect(items.slice(2).map((item) => item.propensity)).toEqual([propensity, propensity]);
    expect(ranked.slice(2)).toEqual(expect.arrayContaining(items.slice(2).map(({ itemId }) => itemId)));
  });

  it.each(EVERY.filter(({ method }) => method.name !== 'Rerank'))(
    '$who goes on page by page without a repeat or a gap',
    async ({ method, known }) => {
      const view = shopView();
      const whole = idsOf(await method.list(view, known, wanted({ limit: 12 })));
      const paged: string[] = [];
      for (let page = 0; page < 6; page++) {
        const request = wanted({ limit: 2, exclude: new Set(paged), shown: [...paged] });
        paged.push(...idsOf(await method.list(view, known, request)));
      }
      expect(paged).toEqual(whole);
    },
  );
});

/** No name more often than allowed, but for what is pinned. */
function expectMaxima(shown: Answer, set: Controls, byId: ReadonlyMap<string, CatalogueItem>): void {
  const itemsOf = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const pinned = itemsOf(shown.items.filter(({ source }) => source === 'pin').map(({ itemId }) => itemId));
  const all = itemsOf(idsOf(shown));
  const maxima = [
    [set.maxPerCategory, (item: CatalogueItem) => categoryOf(item, set.categoryLevels)],
    [set.maxPerBrand, ({ brand }: CatalogueItem) => brand],
  ] as const;
  for (const [max = 0, nameOf] of maxima) {
    const ofPins = counts(pinned, nameOf);
    for (const [name, count] of max === 0 ? [] : counts(all, nameOf)) {
      expect(count).toBeLessThanOrEqual(Math.max(max, ofPins.get(name) ?? 0));
    }
  }
}
