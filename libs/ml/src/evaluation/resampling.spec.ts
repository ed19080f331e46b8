import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { bootstrapMean, pairedBootstrap } from './bootstrap.ts';
import { kFold } from './k-fold.ts';

describe('Random', () => {
  it('repeats itself for a seed and differs for another', () => {
    const draw = (seed: number) =>
      Array.from(
        { length: 5 },
        (
          (random) => () =>
            random.next()
        )(new Random(seed)),
      );
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('is uniform and normal to the eye of a mean and a variance', () => {
    const random = new Random(3);
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
    const uniform = Array.from({ length: 20_000 }, () => random.next());
    expect(uniform.reduce((sum, value) => sum + value, 0) / uniform.length).toBeCloseTo(0.5, 1);
  });
});

describe('kFold', () => {
  it('tests every row once and never trains on it in that fold', () => {
    const folds = kFold(23, 5, new Random(1));
    expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 23 }, (_, i) => i),
    );
    for (const { train, test } of folds) expect([...train].some((row) => test.includes(row))).toBe(false);
  });

  it('spreads the positives evenly', () => {
    const labels = Array.from({ length: 50 }, (_, i) => i < 10);
    for (const { test } of kFold(50, 5, new Random(1), labels)) {
      expect([...test].filter((row) => labels[row])).toHaveLength(2);
    }
  });

  it('refuses more folds than rows', () => {
    expect(() => kFold(3, 4, new Random(1))).toThrow(RangeError);
  });
});

describe('bootstrapMean', () => {
  it('holds the mean in an interval of about two standard errors', () => {
    const random = new Random(5);
    const values = Float64Array.from({ length: 400 }, () => random.normal());
    const { low, high } = bootstrapMean(values, random);
    expect(low).toBeLessThan(high);
    expect((high - low) / (2 * 1.96 * 0.05)).toBeGreaterThan(0.8);
    expect((high - low) / (2 * 1.96 * 0.05)).toBeLessThan(1.2);
  });
});

describe('pairedBootstrap', () => {
  const noise = (seed: number, length = 800) => {
    const random = new Random(seed);
    return Float64Array.from({ length }, () => random.next());
  };
  const groups = (shift: number) =>
    new Map([
      ['one', noise(1).map((value) => value + shift)],
      ['two', noise(2, 200).map((value) => value + 3 * shift)],
    ]);

  it('sees a small difference on the same questions that the spread of the questions would hide', () => {
    const { mean, low, high } = pairedBootstrap(groups(0.01), groups(0), new Random(1));
    // The mean of the groups' means, however many questions each has.
    expect(mean).toBeCloseTo(0.02);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeLessThan(0.04);
  });

  it('takes noise for noise: two equal models differ in about one comparison of twenty', () => {
    let wins = 0;
    for (let seed = 0; seed < 100; seed++) {
      const [a, b] = [
        new Map([['x', noise(2 * seed + 9, 200)]]),
        new Map([['x', noise(2 * seed + 10, 200)]]),
      ];
      const { low, high } = pairedBootstrap(a, b, new Random(seed));
      if (low > 0 || high < 0) wins++;
    }
    expect(wins).toBeLessThan(14);
  });

  it('refuses different questions', () => {
    expect(() => pairedBootstrap(groups(0), new Map(), new Random(1))).toThrow(RangeError);
  });
});
