import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { bootstrapClassification } from './bootstrap-classification.ts';
import { averagePrecision, recallAtFalsePositiveRate, rocAuc } from './classification.ts';

/** Rounded, so that scores tie. */
function scored(rows: number, random: Random) {
  const labels = Array.from({ length: rows }, () => random.next() < 0.1);
  const scores = labels.map((label) => Math.round(10 * (random.normal() + (label ? 1.5 : 0))) / 10);
  return { scores, labels };
}

describe('bootstrapClassification', () => {
  it('lies around the metric itself, and closer with more rows', () => {
    const random = new Random(2);
    const width = (rows: number) => {
      const set = scored(rows, random);
      const intervals = bootstrapClassification([set], new Random(1));
      const values = {
        averagePrecision: averagePrecision(set.scores, set.labels),
        rocAuc: rocAuc(set.scores, set.labels),
        recallAt1: recallAtFalsePositiveRate(set.scores, set.labels, 0.01),
      };
      for (const name of ['averagePrecision', 'rocAuc', 'recallAt1'] as const) {
        expect(intervals[name].low).toBeLessThanOrEqual(values[name]);
        expect(intervals[name].high).toBeGreaterThanOrEqual(values[name]);
      }
      return intervals.averagePrecision.high - intervals.averagePrecision.low;
    };
    expect(width(4_000)).toBeLessThan(width(400));
  });

  it('is the value itself where chance changes nothing', () => {
    const perfect = { scores: [3, 3, 3, 1, 1, 1], labels: [true, true, true, false, false, false] };
    const { rocAuc: auc, averagePrecision: precision } = bootstrapClassification([perfect], new Random(1));
    expect([auc.low, auc.high, precision.low]).toEqual([1, 1, 1]);
  });

  it('is narrower for the mean of several sets than for one of them', () => {
    const random = new Random(3);
    const sets = [1, 2, 3, 4].map(() => scored(500, random));
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(bootstrapClassification(sets, new Random(1)).rocAuc)).toBeLessThan(
      width(bootstrapClassification(sets.slice(0, 1), new Random(1)).rocAuc),
    );
  });
});
