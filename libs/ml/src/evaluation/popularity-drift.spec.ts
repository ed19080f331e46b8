import { describe, expect, it } from '@jest/globals';
import { popularityDrift } from './popularity-drift.ts';

const ITEMS = Array.from({ length: 100 }, (_, i) => `item-${i}`);
const even = (ids: readonly string[], each: number) => new Map(ids.map((id) => [id, each]));
/** Of the eleven bins each but one has 100 + ½ of 1,005.5. */
const TENTH = 100.5 / 1_005.5;
const EMPTY = 0.5 / 1_005.5;

describe('the drift of popularity', () => {
  it('is nothing while the same items are met', () => {
    expect(popularityDrift(ITEMS, even(ITEMS, 10), even(ITEMS, 10))).toBe(0);
  });

  it('sees interest move from frequent to rare items', () => {
    const moved = popularityDrift(ITEMS, even(ITEMS, 10), even(ITEMS.slice(50), 20));
    // Five bins are emptied, five have twice as much.
    const twice = 200.5 / 1_005.5;
    const byHand =
      5 * (TENTH - EMPTY) * Math.log(TENTH / EMPTY) + 5 * (twice - TENTH) * Math.log(twice / TENTH);
    expect(moved).toBeCloseTo(byHand, 10);
  });

  it('has a bin of its own for what the model does not know', () => {
    const half = new Map([...even(ITEMS, 5), ['new', 500]]);
    const [fewer, unknown] = [50.5 / 1_005.5, 500.5 / 1_005.5];
    const byHand =
      10 * (TENTH - fewer) * Math.log(TENTH / fewer) + (unknown - EMPTY) * Math.log(unknown / EMPTY);
    expect(popularityDrift(ITEMS, even(ITEMS, 10), half)).toBeCloseTo(byHand, 10);
  });

  it('takes little notice of chance', () => {
    // Each item a few times more or less, by a fixed pattern.
    const uneven = new Map(ITEMS.map((id, i) => [id, 10 + ((i * 7) % 5) - 2]));
    expect(popularityDrift(ITEMS, even(ITEMS, 10), uneven)).toBeLessThan(0.01);
  });
});
