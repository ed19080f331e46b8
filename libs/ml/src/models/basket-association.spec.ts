import { describe, expect, it } from '@jest/globals';
import { buildCorpus } from '../sequences/corpus.ts';
import { PURCHASE } from '../sequences/interaction.ts';
import { visit } from '../testing/checkerboard.ts';
import { oneVisit } from '../testing/one-visit.ts';
import { BasketAssociation } from './basket-association.ts';

/** Two orders: item 0 is in both, items 1 and 2 are in one each. */
const corpus = buildCorpus([oneVisit([0, 1], PURCHASE), oneVisit([0, 2], PURCHASE)], 3);
const trained = (shrink: number) =>
  BasketAssociation.train(corpus, { name: 'bought-together', shrink, reach: 5, rowMost: 5 });

describe('the cosine of orders', () => {
  it.each([
    { shrink: 0, cosine: 1 / Math.sqrt(2 * 1) },
    { shrink: 2, cosine: 1 / Math.sqrt(4 * 3) },
    { shrink: 10, cosine: 1 / Math.sqrt(12 * 11) },
  ])('is damped by $shrink more orders of each item', ({ shrink, cosine }) => {
    const scores = trained(shrink).score(visit([0]), Int32Array.of(0, 1, 2));
    expect([...scores]).toEqual([0, expect.closeTo(cosine, 6), expect.closeTo(cosine, 6)]);
  });

  it('adds up over the basket', () => {
    expect(trained(0).score(visit([1, 2]), Int32Array.of(0))[0]).toBeCloseTo(2 / Math.sqrt(2), 6);
  });
});
