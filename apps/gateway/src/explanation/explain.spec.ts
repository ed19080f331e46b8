import { describe, expect, it } from '@jest/globals';
import type { UserId } from '#contracts';
import type { ShopCatalogue } from '../catalogue/shop-catalogue.ts';
import { NO_RULES } from '../filter/item-filter.ts';
import { recommend } from '../recommendation/recommend.ts';
import {
  catalogueItem,
  catalogueOf,
  compile,
  itemIds,
  knownShopper,
  profileOf,
  ranker,
  shopView,
  wanted,
} from '../testing/samples.ts';
import { explain, type ExplainWanted } from './explain.ts';

const asked = (itemId: string, fields: Partial<ExplainWanted> = {}): ExplainWanted => ({
  ...wanted(),
  itemId,
  includeSeen: false,
  ...fields,
});
const ann = knownShopper({ profile: profileOf(['item-3'], { purchasedItemIds: ['item-4'] }) });
const shopOf = (catalogue: ShopCatalogue) => shopView({ catalogue });
const forbidding = (rules: readonly { readonly rule: string; readonly allows: boolean }[]) =>
  rules.filter(({ allows }) => !allows).map(({ rule }) => rule);

describe('explain', () => {
  it('gives the place that the list has, the say of each source, and rules that all allow', async () => {
    const view = shopView();
    const lists = ranker();
    const { items } = await recommend(view, ann, lists, { ...asked('item-2'), limit: 200 });
    for (const [place, { itemId }] of items.entries()) {
      const reply = await explain(view, ann, lists, asked(itemId));
      expect(reply.place).toBe(place + 1);
      expect(reply.verdict).toBe(
        place < 5 ? `shown at place ${place + 1}` : `at place ${place + 1}, after the 5 of the first page`,
      );
      expect(forbidding(reply.rules)).toEqual([]);
    }
    const reply = await explain(view, ann, lists, asked('item-2'));
    expect(reply).toMatchObject({ knownToModel: true, historyLength: 1, title: 'Title of item-2' });
    expect(reply.score?.sources).toMatchObject([
      { source: 'transitions', becauseOfItemId: 'item-3', becauseOfTitle: 'Title of item-3' },
    ]);
  });

  it('names what was bought already, and shows it where that was asked for', async () => {
    const reply = await explain(shopView(), ann, ranker(), asked('item-4'));
    expect(reply).toMatchObject({ place: 0, verdict: 'not shown: already bought (by the shopper)' });
    expect(forbidding(reply.rules)).toEqual(['already bought']);
    const seen = await explain(shopView(), ann, ranker(), asked('item-4', { includeSeen: true }));
    expect(seen.place).toBeGreaterThan(0);
  });

  it('names every rule that forbids the item, and only those', async () => {
    const items = itemIds(10).map((id) =>
      catalogueItem(id, {
        productType: 'Home > Mugs',
        brand: 'Acme',
        price: { amountMinor: 500, currency: 'GBP' },
        ...(id === 'item-2' ? { availability: 'out_of_stock' as const } : {}),
      }),
    );
    const rules = { ...NO_RULES, categories: ['Garden'], brands: ['acme'], priceMaxMinor: 400 };
    const exclude = new Set(['item-2']);
    const reply = await explain(
      shopOf(catalogueOf(items)),
      ann,
      ranker(),
      asked('item-2', { rules, exclude }),
    );
    expect(reply.rules.map(({ rule, allows }) => `${rule} ${allows}`)).toEqual([
      'excluded false',
      'already bought true',
      'catalogue true',
      'stock false',
      'category false',
      'brand true',
      'price false',
    ]);
    expect(reply.place).toBe(0);
    expect(reply.verdict).toContain('stock (out_of_stock)');
    expect(reply.rules.at(-1)?.detail).toBe('500 GBP; wanted 0 to 400 GBP, in minor units');
  });

  it("tells what the list's controls change, and whose own item it is", async () => {
    const pinned = asked('item-9', { controls: { pins: [{ itemId: 'item-9', position: 1 }] } });
    const reply = await explain(shopView(), ann, ranker(), pinned);
    expect(reply).toMatchObject({ place: 1, placeBeforeControls: 9 });
    expect(reply.verdict).toBe("shown at place 1 by the list's controls, ranked at place 9");
    const items = itemIds(10).map((id) => catalogueItem(id, { sellerId: 'ann' as UserId }));
    const own = await explain(shopOf(catalogueOf(items)), ann, ranker(), asked('item-2', { userId: 'ann' }));
    expect(own.verdict).toBe('not shown: own item (sold by ann)');
    const rules = { ...NO_RULES, matches: compile('price < 20', '') };
    const other = await explain(shopView(), ann, ranker(), asked('item-2', { rules }));
    expect(other.verdict).toBe('not shown: expression (price < 20)');
  });

  it('says that the model has not seen an item, and what the shop makes of it all the same', async () => {
    const items = [...itemIds(10), 'new-item'].map((id) => catalogueItem(id));
    const reply = await explain(shopOf(catalogueOf(items)), ann, ranker(), asked('new-item'));
    expect(reply).toMatchObject({ knownToModel: false, score: undefined });
    const gone = await explain(shopView(), ann, ranker(), asked('gone'));
    expect(gone.verdict).toBe('not shown: catalogue (not listed)');
  });

  it('answers for a newcomer and for a shop without a model, and says what is missing', async () => {
    const newcomer = await explain(shopView(), knownShopper(), ranker(), asked('item-0'));
    expect(newcomer).toMatchObject({ place: 1, knownToModel: true, historyLength: 0, score: undefined });
    const bare = await explain(shopView({ model: undefined }), ann, ranker(), asked('gone'));
    expect(bare).toMatchObject({
      modelVersion: '',
      degraded: true,
      degradedReason: 'no model is published yet',
    });
  });
});
