import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DecayedCounts } from './decayed-counts.ts';

const HOUR_MS = 3_600_000;

describe('DecayedCounts', () => {
  it('halves a weight each half-life', () => {
    const counts = new DecayedCounts(HOUR_MS, 10);
    counts.add('mug', 8, 0);
    expect(counts.top(1, 2 * HOUR_MS)).toEqual([{ itemId: 'mug', weight: 2 }]);
  });

  it('puts what happened lately before what happened more often long ago', () => {
    const counts = new DecayedCounts(HOUR_MS, 10);
    counts.add('old', 3, 0);
    counts.add('new', 1, 3 * HOUR_MS);
    expect(counts.top(2, 3 * HOUR_MS).map(({ itemId }) => itemId)).toEqual(['new', 'old']);
  });

  it('comes to the same sums in any order of arrival', () => {
    const arrivals = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 100 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(arrivals, (list) => {
        const sumsOf = (ordered: readonly (readonly [string, number])[]) => {
          const counts = new DecayedCounts(HOUR_MS, 10);
          for (const [itemId, minute] of ordered) counts.add(itemId, 1, minute * 60_000);
          return new Map(counts.top(2, 100 * 60_000).map(({ itemId, weight }) => [itemId, weight]));
        };
        const backwards = sumsOf(list.toReversed());
        for (const [itemId, weight] of sumsOf(list)) expect(backwards.get(itemId)).toBeCloseTo(weight, 9);
      }),
    );
  });

  it('stays within its bound and keeps the heaviest', () => {
    const counts = new DecayedCounts(HOUR_MS, 100);
    counts.add('best', 50, 0);
    for (let item = 0; item < 1_000; item++) counts.add(`item-${item}`, 1, item);
    expect(counts.size).toBeLessThanOrEqual(100);
    expect(counts.top(1, 1_000)[0]?.itemId).toBe('best');
  });
});
