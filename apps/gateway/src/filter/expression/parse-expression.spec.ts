import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExpressionError, type CatalogueItem } from '#contracts';
import { catalogueItem } from '../../testing/samples.ts';
import { parseExpression } from './parse-expression.ts';

const KNOWN = new Set(['colour', 'weight', 'vegan', 'custom_label_0']);
const context = { currency: 'GBP', knowsAttribute: (name: string) => KNOWN.has(name) };
const MUG = catalogueItem('mug', {
  productType: 'Home > Kitchen > Mugs',
  brand: 'Acme',
  price: { amountMinor: 2500, currency: 'GBP' },
  salePrice: { amountMinor: 1999, currency: 'GBP' },
  sellerId: 'bob' as CatalogueItem['sellerId'],
  itemGroupId: 'mugs',
  attributes: { colour: 'Red', weight: 1.5, vegan: true, custom_label_0: '12' },
});
const BARE = catalogueItem('bare');
const holds = (text: string, item = MUG) => parseExpression(text, context)(item);
const errorOf = (text: string): string => {
  try {
    parseExpression(text, context);
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
  return 'none';
};

describe('an expression', () => {
  it.each([
    'category under "Home > Kitchen" and price < 20.00 and brand in ("A","ACME") and not attribute.colour = "blue"',
    'category = "home > kitchen > mugs"',
    'category under "Home"',
    'price <= 19.99 and price >= 19.99 and price = 19.99 and price in (1, 19.99)',
    'brand != "Other" and brand = \'acme\'',
    'availability = "in_stock"',
    'id = "mug" and group = "mugs" and seller = "bob"',
    'attribute.colour = "red"',
    'attribute.weight > 1 and attribute.weight < 2 and attribute.weight > -3',
    'attribute.vegan = true and attribute.vegan != false',
    'attribute.custom_label_0 = 12 and attribute.custom_label_0 > 11.5 and attribute.custom_label_0 = "12"',
    'brand not in ("A") and category not under "Garden"',
    'NOT (brand = "A" OR brand = "B") AND (price < 1 or price > 2)',
  ])('%s is true of an item it describes', (text) => expect(holds(text)).toBe(true));

  it.each([
    'category under "Home > Kit"',
    'price > 19.99 or price < 19.99 or price != 19.99',
    'id = "MUG"',
    'attribute.weight = "heavy"',
    'attribute.colour > 3',
    'not brand = "Acme"',
  ])('%s is false of an item it does not describe', (text) => expect(holds(text)).toBe(false));

  it('binds "and" closer than "or", and "not" closer than both', () => {
    expect(holds('brand = "Acme" or brand = "A" and price < 1')).toBe(true);
    expect(holds('not brand = "A" and price < 1')).toBe(false);
  });

  it('holds no relation to be true of what an item does not have, and its negation to be so', () => {
    expect(holds('price < 5 or brand = "A" or category under "Home" or attribute.weight = 1', BARE)).toBe(
      false,
    );
    expect(holds('brand != "A" and price != 5 and not attribute.vegan = true', BARE)).toBe(true);
    const inEuros = catalogueItem('euro', { price: { amountMinor: 100, currency: 'EUR' } });
    expect(holds('price < 5', inEuros)).toBe(false);
  });

  it('takes amounts in the minor unit of the currency', () => {
    const yen = catalogueItem('tea', { price: { amountMinor: 500, currency: 'JPY' } });
    expect(parseExpression('price = 500', { ...context, currency: 'JPY' })(yen)).toBe(true);
  });

  it('takes a backslash for the next character as it is', () => {
    expect(holds(String.raw`brand = "5\" \\ x"`, catalogueItem('x', { brand: String.raw`5" \ x` }))).toBe(
      true,
    );
  });

  it.each([
    ['', 'at character 1: expected a field, found the end'],
    [
      'colour = "red"',
      'at character 1: there is no field "colour"; fields are attribute.NAME, availability, brand',
    ],
    ['price < 5 and attribute.color = 1', 'at character 15: no item has the attribute "color"'],
    ['attribute.Colour = 1', 'at character 1: "Colour" cannot be the name of an attribute'],
    ['price < "5"', 'at character 9: price is an amount: compare it with a number'],
    ['brand < "A"', 'at character 9: brand is text: "<" compares numbers'],
    ['brand = 5', 'at character 9: brand is text: compare it with a text in quotes'],
    [
      'availability = "soon"',
      'at character 16: availability is one of in_stock, out_of_stock, preorder, backorder',
    ],
    ['attribute.colour < "red"', 'at character 20: attribute.colour "<" compares with a number'],
    ['brand under "Home"', 'brand is no category: only that can lie under another'],
    ['price 5', 'at character 7: expected =, !=, <, <=, >, >=, "in" or "under", found "5"'],
    ['price < 5 price', 'at character 11: expected "and", "or" or the end, found "price"'],
    ['(price < 5', 'at character 11: expected ")", found the end'],
    ['brand in ()', 'at character 11: expected a text in quotes, a number, true or false, found ")"'],
    ['brand not = "A"', 'at character 11: expected "in" or "under", found "="'],
    ['brand = "A', 'at character 9: the text that begins here does not end'],
    ['price < 5 & id = "1"', 'at character 11: "&" is not part of the language'],
    ['price < 1.2.3', 'at character 9: "1" is not part of the language'],
    ['not '.repeat(22) + 'price < 5', 'is nested deeper than 20 levels'],
    [`brand in (${Array.from({ length: 101 }, () => '"a"').join()})`, 'a list has at most 100 values'],
    [`brand = "${'a'.repeat(2_000)}"`, 'at character 2001: is over 2000 characters'],
  ])('%s is refused with its position and the reason', (text, message) => {
    expect(errorOf(text)).toContain(message);
  });

  it('is read or refused, whatever it is, and never breaks', () => {
    const piece = fc.constantFrom(
      'price',
      'brand',
      '"a"',
      '5',
      '<',
      '=',
      '(',
      ')',
      'and',
      'not',
      'in',
      ',',
      '\\',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(' ')),
    );
    fc.assert(fc.property(text, (given) => expect(typeof errorOf(given)).toBe('string')));
  });
});
