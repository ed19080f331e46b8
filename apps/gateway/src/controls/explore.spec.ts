import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random } from '#ml';
import { candidates, idsOf } from '../testing/candidates.ts';
import { itemIds } from '../testing/samples.ts';
import { explore } from './explore.ts';

const list = candidates(...itemIds(30));
const draw = (share: number, seed: number, count = 10) => explore(list, count, share, () => new Random(seed));

describe('explore', () => {
  it('shows the top and draws nothing at share 0', () => {
    expect(idsOf(draw(0, 1))).toEqual(itemIds(10));
    expect(new Set(draw(0, 1).map(({ propensity }) => propensity))).toEqual(new Set([1]));
  });

  it('keeps the top and fills the last places from what follows it', () => {
    const shown = draw(0.3, 1);
    expect(idsOf(shown.slice(0, 7))).toEqual(itemIds(7));
    expect(shown.slice(7).every(({ itemId }) => Number(itemId.slice(5)) >= 7)).toBe(true);
    expect(shown.slice(7).map(({ propensity }) => propensity)).toEqual([3 / 23, 3 / 23, 3 / 23]);
  });

  it('draws the same for the same seed', () => {
    expect(draw(0.3, 5)).toEqual(draw(0.3, 5));
    expect(draw(0.3, 5)).not.toEqual(draw(0.3, 6));
  });

  it('draws each item as often as its propensity says', () => {
    const draws = 20_000;
    const times = new Map<string, number>();
    for (let seed = 0; seed < draws; seed++) {
      for (const { itemId } of draw(0.3, seed)) times.set(itemId, (times.get(itemId) ?? 0) + 1);
    }
    // Five standard deviations of a share of 3/23 in so many draws are 0.012.
    for (const itemId of itemIds(30).slice(7)) {
      expect((times.get(itemId) ?? 0) / draws).toBeCloseTo(3 / 23, 1.6);
    }
    expect(times.get('item-0')).toBe(draws);
  });

  it('shows everything, for certain, where nothing further down is left', () => {
    const shown = explore(list, 30, 0.5, () => new Random(1));
    expect(idsOf(shown)).toEqual(itemIds(30));
    expect(shown.every(({ propensity }) => propensity === 1)).toBe(true);
  });

  it('fills as many places as there are items for, none twice, propensities within (0, 1]', () => {
    const property = fc.property(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 40 }),
      fc.double({ min: 0, max: 0.5, noNaN: true }),
      (length, count, share) => {
        const shown = explore(list.slice(0, length), count, share, () => new Random(count));
        expect(shown).toHaveLength(Math.min(count, length, list.length));
        expect(new Set(idsOf(shown)).size).toBe(shown.length);
        expect(shown.every(({ propensity }) => propensity > 0 && propensity <= 1)).toBe(true);
      },
    );
    fc.assert(property);
  });
});
