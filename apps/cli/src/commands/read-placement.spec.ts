import { describe, expect, it } from '@jest/globals';
import { readPlacement } from './read-placement.ts';

const read = (value: unknown) => readPlacement('home', JSON.stringify(value));

describe('the file of a placement', () => {
  it('is read into the message, under the id of the command', () => {
    const placement = read({
      id: 'cart',
      limit: 5,
      filter: { expression: 'price < 5' },
      controls: { diversity: 0, boosts: { boosts: [{ expression: 'price < 2', factor: 2 }] } },
    });
    expect(placement).toMatchObject({
      id: 'home',
      limit: 5,
      filter: { expression: 'price < 5', brands: [] },
      controls: { diversity: 0, boosts: { boosts: [{ expression: 'price < 2', factor: 2 }] } },
    });
    expect(read(JSON.parse(JSON.stringify(placement)))).toEqual(placement);
  });

  it.each([
    [{ limits: 5 }, 'limits'],
    [
      { controls: { boosts: { boosts: [{ expresion: 'price < 2' }] } } },
      'controls.boosts.boosts[0].expresion',
    ],
    [{ filter: { max_price: 5 } }, 'filter.max_price'],
  ])('is refused with the field the message does not have: %j', (value, field) => {
    expect(() => read(value)).toThrow(`a placement has no field "${field}"`);
  });

  it('is refused when it is no object', () => {
    expect(() => read(['a'])).toThrow('a placement is a JSON object');
  });
});
