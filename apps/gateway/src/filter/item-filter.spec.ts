import { describe, expect, it } from '@jest/globals';
import type { CatalogueItem } from '#contracts';
import { catalogueItem, catalogueOf } from '../testing/samples.ts';
import { parseExpression } from './expression/parse-expression.ts';
import { itemFilter, narrows, NO_RULES, type FilterRules } from './item-filter.ts';

const gbp = (amountMinor: number) => ({ amountMinor, currency: 'GBP' });

function allows(
  fields: Partial<CatalogueItem>,
  rules: Partial<FilterRules>,
  exclude: string[] = [],
): boolean {
  const filter = itemFilter({
    catalogue: catalogueOf([catalogueItem('mug', fields)]),
    currency: 'GBP',
    rules: { ...NO_RULES, ...rules },
    exclude: new Set(exclude),
  });
  return filter('mug');
}

describe('itemFilter', () => {
  it('keeps sold out items out unless they are asked for', () => {
    expect(allows({ availability: 'out_of_stock' }, {})).toBe(false);
    expect(allows({ availability: 'out_of_stock' }, { includeUnavailable: true })).toBe(true);
    expect(allows({ availability: 'preorder' }, {})).toBe(true);
    expect(allows({ availability: 'backorder' }, {})).toBe(true);
  });

  it('lets a category pass with everything below it', () => {
    expect(allows({ productType: 'Home > Kitchen > Mugs' }, { categories: ['Home > Kitchen'] })).toBe(true);
    expect(allows({ productType: 'Home > Garden' }, { categories: ['Home > Kitchen'] })).toBe(false);
    expect(allows({}, { categories: ['Home > Kitchen'] })).toBe(false);
  });

  it('lets any of several brands pass, in any case of letters', () => {
    expect(allows({ brand: 'Acme' }, { brands: ['other', 'ACME'] })).toBe(true);
    expect(allows({ brand: 'Acme' }, { brands: ['other'] })).toBe(false);
    expect(allows({}, { brands: ['other'] })).toBe(false);
  });

  it('takes the sale price where there is one', () => {
    const sold = { price: gbp(2000), salePrice: gbp(900) };
    expect(allows(sold, { priceMaxMinor: 1000 })).toBe(true);
    expect(allows(sold, { priceMinMinor: 1000 })).toBe(false);
    expect(allows({ price: gbp(1000) }, { priceMinMinor: 1000, priceMaxMinor: 1000 })).toBe(true);
  });

  it('puts a price in another currency, and no price, in no price range', () => {
    expect(allows({ price: { amountMinor: 500, currency: 'EUR' } }, { priceMaxMinor: 1000 })).toBe(false);
    expect(allows({}, { priceMaxMinor: 1000 })).toBe(false);
    expect(allows({}, {})).toBe(true);
  });

  it('keeps excluded items out', () => {
    expect(allows({}, {}, ['mug'])).toBe(false);
  });

  it('lets pass what the expression is true of', () => {
    const matches = parseExpression('brand = "Acme"', { currency: 'GBP', knowsAttribute: () => true });
    expect(allows({ brand: 'Acme' }, { matches })).toBe(true);
    expect(allows({ brand: 'Other' }, { matches })).toBe(false);
    expect(narrows({ ...NO_RULES, matches })).toBe(true);
  });

  it('keeps what a shopper sells from that shopper, and from nobody else', () => {
    const sold = catalogueItem('mug', { sellerId: 'bob' as CatalogueItem['sellerId'] });
    const filterOf = (userId?: string) =>
      itemFilter({
        catalogue: catalogueOf([sold, catalogueItem('cup')]),
        currency: 'GBP',
        rules: NO_RULES,
        exclude: new Set(),
        userId,
      });
    expect(['mug', 'cup'].map(filterOf('bob'))).toEqual([false, true]);
    expect([filterOf('ann')('mug'), filterOf()('mug')]).toEqual([true, true]);
  });

  it('keeps an item out that the catalogue no longer lists', () => {
    const catalogue = catalogueOf([catalogueItem('mug'), catalogueItem('plate')]);
    catalogue.delete('mug');
    const filter = itemFilter({ catalogue, currency: 'GBP', rules: NO_RULES, exclude: new Set() });
    expect(filter('mug')).toBe(false);
    expect(filter('plate')).toBe(true);
  });

  it('lets everything pass in a shop without a catalogue, unless a rule needs to know more', () => {
    const empty = { catalogue: catalogueOf([]), currency: 'GBP', exclude: new Set<string>() };
    expect(itemFilter({ ...empty, rules: NO_RULES })('mug')).toBe(true);
    expect(itemFilter({ ...empty, rules: { ...NO_RULES, brands: ['Acme'] } })('mug')).toBe(false);
  });
});
