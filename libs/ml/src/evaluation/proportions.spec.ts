import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { sequentialPValue, wilsonInterval } from './proportions.ts';

describe('wilsonInterval', () => {
  it('equals the formula worked out by hand', () => {
    // 10 of 100: (0.1 + 1.9208/100 ± 1.96 √(0.09/100 + 0.9604/10000)) / 1.038415
    expect(wilsonInterval({ hits: 10, trials: 100 })).toEqual({
      low: expect.closeTo(0.0552, 4),
      high: expect.closeTo(0.1744, 4),
    });
    expect(wilsonInterval({ hits: 0, trials: 0 })).toEqual({ low: 0, high: 1 });
    expect(wilsonInterval({ hits: 0, trials: 50 }).low).toBe(0);
  });
});

describe('sequentialPValue', () => {
  /** The lowest p-value of an experiment that is looked at after every hundred shoppers of each arm. */
  const lowest = (rateA: number, rateB: number, random: Random): number => {
    const [a, b] = [
      { hits: 0, trials: 0 },
      { hits: 0, trials: 0 },
    ];
    let least = 1;
    for (let look = 0; look < 50; look++) {
      for (let n = 0; n < 100; n++) {
        a.trials++;
        b.trials++;
        if (random.next() < rateA) a.hits++;
        if (random.next() < rateB) b.hits++;
      }
      least = Math.min(least, sequentialPValue(a, b));
    }
    return least;
  };
  const share = (rateA: number, rateB: number): number => {
    const random = new Random(11);
    const runs = Array.from({ length: 200 }, () => lowest(rateA, rateB, random));
    return runs.filter((p) => p < 0.05).length / runs.length;
  };

  it('is fooled by equal arms in fewer than one of twenty experiments, however often one looks', () => {
    expect(share(0.1, 0.1)).toBeLessThan(0.05);
  });

  it('finds an arm that loses a third', () => {
    expect(share(0.1, 0.067)).toBeGreaterThan(0.9);
  });

  it('says nothing without trials or without a hit', () => {
    expect(sequentialPValue({ hits: 0, trials: 0 }, { hits: 1, trials: 9 })).toBe(1);
    expect(sequentialPValue({ hits: 0, trials: 9 }, { hits: 0, trials: 9 })).toBe(1);
  });
});
