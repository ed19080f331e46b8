import { describe, expect, it } from '@jest/globals';
import { HitRate, shareOf } from './hit-rate.ts';

describe('the hit rate', () => {
  it('counts a choice that was in the list, for both lists', () => {
    const hits = new HitRate();
    hits.record('mug', ['mug', 'cup'], ['lamp']);
    hits.record('lamp', ['mug', 'cup'], ['lamp']);
    hits.record('vase', ['vase'], ['lamp']);
    const { choices, recommended, trending } = hits.summary();
    expect([choices, recommended.share, trending.share]).toEqual([3, 2 / 3, 1 / 3]);
  });

  it('has the interval of Wilson', () => {
    // Newcombe (1998), table I: 81 of 263.
    const { low, high } = shareOf(81, 263);
    expect(low).toBeCloseTo(0.2553, 3);
    expect(high).toBeCloseTo(0.3662, 3);
  });

  it('says nothing where there was nothing', () => {
    expect(shareOf(0, 0)).toEqual({ share: 0, low: 0, high: 1 });
  });
});
