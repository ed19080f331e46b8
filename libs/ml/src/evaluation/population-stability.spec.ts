import { describe, expect, it } from '@jest/globals';
import { populationStability } from './population-stability.ts';

describe('the population stability index', () => {
  it('is what it is by hand', () => {
    // With half a count a bin: shares 10/40 and 30/40 against 30/40 and 10/40, so 2 · 0.5 · ln 3.
    expect(populationStability([9.5, 29.5], [29.5, 9.5])).toBeCloseTo(Math.log(3), 12);
    // 0.5, 0.25, 0.25 against 0.25, 0.5, 0.25: twice 0.25 · ln 2.
    expect(populationStability([1.5, 0.5, 0.5], [0.5, 1.5, 0.5])).toBeCloseTo(0.5 * Math.log(2), 12);
  });

  it('is nothing of equal shares, whatever the sizes of the samples', () => {
    expect(populationStability([4.5, 9.5, 5.5], [4.5, 9.5, 5.5])).toBe(0);
    expect(populationStability([100_000, 300_000], [10_000, 30_000])).toBeLessThan(1e-6);
  });

  it('is the same the other way round', () => {
    expect(populationStability([5, 80, 15], [40, 40, 20])).toBeCloseTo(
      populationStability([40, 40, 20], [5, 80, 15]),
      12,
    );
  });

  it('is finite where a bin is empty on one side', () => {
    // Shares 0.005 and 0.995 against halves: 0.495 · (ln(0.5 / 0.005) + ln(0.995 / 0.5)).
    expect(populationStability([0, 99], [49.5, 49.5])).toBeCloseTo(0.495 * Math.log(0.995 / 0.005), 12);
  });
});
