import { describe, expect, it } from '@jest/globals';
import { candidates, idsOf } from '../testing/candidates.ts';
import { catalogueItem, catalogueOf, compile } from '../testing/samples.ts';
import { boost } from './boost.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const catalogue = catalogueOf(ids.map((id) => catalogueItem(id, 'cf'.includes(id) ? { brand: 'Acme' } : {})));
const boosted = (...boosts: (readonly [expression: string, factor: number])[]) =>
  idsOf(
    boost(
      candidates(...ids),
      boosts.map(([expression, factor]) => ({ matches: compile(expression, ''), factor })),
      catalogue,
    ),
  );

describe('boost', () => {
  it('counts an item as if its place were so many times nearer to the top', () => {
    // c goes from 3 to 1.2, f from 6 to 2.4.
    expect(boosted(['brand = "Acme"', 2.5])).toEqual(['a', 'c', 'b', 'f', 'd', 'e']);
  });

  it('moves down by a factor below 1', () => {
    expect(boosted(['brand = "Acme"', 0.1])).toEqual(['a', 'b', 'd', 'e', 'c', 'f']);
  });

  it('multiplies what several say of an item, and leaves alone what none is true of', () => {
    expect(boosted(['brand = "Acme"', 4], ['id = "c"', 0.25])).toEqual(['a', 'f', 'b', 'c', 'd', 'e']);
    expect(boosted(['brand = "Other"', 4])).toEqual(ids);
  });
});
