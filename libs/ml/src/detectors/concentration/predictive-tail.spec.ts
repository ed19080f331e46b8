import { describe, expect, it } from '@jest/globals';
import { predictiveTail } from './predictive-tail.ts';

/** P(Poisson(rate) >= count). */
function poissonTail(count: number, rate: number): number {
  let [term, below] = [Math.exp(-rate), 0];
  for (let i = 0; i < count; i++) {
    below += term;
    term *= rate / (i + 1);
  }
  return 1 - below;
}

describe('predictiveTail', () => {
  it('is a Poisson tail once much was seen, and longer with little', () => {
    expect(predictiveTail(7, 300_000, 100_000)).toBeCloseTo(poissonTail(7, 3), 3);
    expect(predictiveTail(7, 30, 10)).toBeGreaterThan(poissonTail(7, 3));
    expect(predictiveTail(7, 3, 1)).toBeGreaterThan(predictiveTail(7, 30, 10));
  });

  it('is certain for none, and falls without end', () => {
    expect(predictiveTail(0, 5, 5)).toBe(1);
    const tails = [1, 2, 5, 10, 20, 40].map((count) => predictiveTail(count, 2, 24));
    expect(tails).toEqual([...tails].sort((a, b) => b - a));
    expect(tails.at(-1)).toBeGreaterThan(0);
    expect(tails.at(-1)).toBeLessThan(1e-30);
  });
});
