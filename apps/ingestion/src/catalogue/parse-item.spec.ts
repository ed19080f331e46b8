import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EpochMs } from '#contracts';
import { testShop } from '../testing/test-shop.ts';
import { attributesOfMessage, messageOfItem } from './item-message.ts';
import { parseItem } from './parse-item.ts';

const NOW = Date.UTC(2026, 10, 23) as EpochMs;
const parse = (value: unknown) => parseItem(value, testShop, NOW);
const fault = (field: string) => ({ kind: 'fault', fault: expect.objectContaining({ field }) });

describe('an item of a feed', () => {
  const feedItem = {
    'g:id': '1',
    title: ' Mug ',
    'image link': 'https://x/1.png',
    availability: 'In Stock',
    price: '9.99 GBP',
    sale_price: 'JPY 500',
    product_type: ['Home > Mugs', 'Sale'],
    shipping_weight: '1 kg',
    'g:custom_label_0': 'Summer',
    'attribute.Volume': '',
    attributes: { Colour: ' red ', weight: 1.5, vegan: true },
    'g:external_seller_id': 'bob',
  };

  it('is read in the attribute names of the Google Merchant feed', () => {
    expect(parse(feedItem)).toEqual({
      kind: 'item',
      item: {
        shopId: 'demo',
        id: '1',
        title: 'Mug',
        imageLink: 'https://x/1.png',
        availability: 'in_stock',
        price: { amountMinor: 999, currency: 'GBP' },
        salePrice: { amountMinor: 500, currency: 'JPY' },
        productType: 'Home > Mugs',
        sellerId: 'bob',
        attributes: { custom_label_0: 'Summer', colour: 'red', weight: 1.5, vegan: true },
        known: true,
        updatedAt: NOW,
      },
    });
  });

  it('survives the way over gRPC', () => {
    const parsed = parse(feedItem);
    if (parsed.kind !== 'item') throw new Error('it was refused');
    expect(parse(attributesOfMessage(messageOfItem(parsed.item)))).toEqual(parsed);
  });

  it.each([
    ['no id', { title: 'a' }, 'id'],
    ['no title', { id: '1' }, 'title'],
    ['a price that is none', { id: '1', title: 'a', price: 'cheap' }, 'price'],
    ['a negative price', { id: '1', title: 'a', price: '-1 GBP' }, 'price.amountMinor'],
    ['an availability of its own', { id: '1', title: 'a', availability: 'perhaps' }, 'availability'],
    ['U+0000 in its title', { id: '1', title: 'a\u0000' }, 'title'],
    ['a title of 501 characters', { id: '1', title: 'a'.repeat(501) }, 'title'],
    ['an e-mail address as its seller', { id: '1', title: 'a', seller_id: 'bob@example.com' }, 'seller_id'],
    ['attributes that are no object', { id: '1', title: 'a', attributes: 'red' }, 'attributes'],
    ['a list as an attribute', { id: '1', title: 'a', attributes: { colour: ['red'] } }, 'attributes.colour'],
    ['an attribute without a fit name', { id: '1', title: 'a', 'attribute.1!': 'red' }, 'attributes.1!'],
    [
      '51 attributes',
      {
        id: '1',
        title: 'a',
        attributes: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`a${n}`, n])),
      },
      'attributes',
    ],
    ['no fields at all', null, ''],
  ])('with %s is refused by field', (_, value, field) => {
    expect(parse(value)).toEqual(fault(field));
  });

  it('is an item or a fault, whatever it is', () => {
    const names = fc.constantFrom(
      'id',
      'title',
      'price',
      'link',
      'availability',
      'product_type',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue()), (value) => {
        expect(['item', 'fault']).toContain(parse(value).kind);
      }),
    );
  });
});
