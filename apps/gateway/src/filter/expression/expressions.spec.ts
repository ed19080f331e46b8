import { describe, expect, it } from '@jest/globals';
import { Expressions } from './expressions.ts';

const context = { currency: 'GBP', knowsAttribute: () => true };

describe('expressions', () => {
  it('are read once for a shop', () => {
    const expressions = new Expressions();
    const compile = (shop: string) => expressions.compile(shop, 'price < 5', 'filter.expression', context);
    expect(compile('one')).toBe(compile('one'));
    expect(compile('one')).not.toBe(compile('other'));
  });

  it('that are none are told by the field of the request and the position in it', () => {
    expect(() => new Expressions().compile('one', 'price <', 'filter.expression', context)).toThrow(
      'filter.expression: at character 8: expected a text in quotes, a number, true or false, found the end',
    );
  });

  it('are forgotten, the oldest first, when there are too many', () => {
    const expressions = new Expressions();
    const compile = (price: number) =>
      expressions.compile('one', `price < ${price}`, 'filter.expression', context);
    const first = compile(0);
    for (let price = 1; price <= 1_000; price++) compile(price);
    expect(compile(0)).not.toBe(first);
  });
});
