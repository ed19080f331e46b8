import { describe, expect, it } from '@jest/globals';
import { thresholdAt } from './threshold-at.ts';

describe('thresholdAt', () => {
  it('flags the asked share of the rows, set after training', () => {
    const scores = Float64Array.from({ length: 1_000 }, (_, i) => (i * 7919) % 1_000);
    const flagged = (share: number) => {
      const threshold = thresholdAt(scores, share);
      return scores.filter((score) => score >= threshold).length;
    };
    expect([0.001, 0.01, 0.5, 1].map(flagged)).toEqual([1, 10, 500, 1_000]);
  });

  it('flags nobody for less than a row', () => {
    expect(thresholdAt([1, 2, 3], 0.1)).toBe(Infinity);
    expect(thresholdAt([], 0.5)).toBe(Infinity);
  });
});
