import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  averagePrecision,
  confusionAt,
  recallAtFalsePositiveRate,
  rocAuc,
  thresholdMetrics,
} from './classification.ts';

const LABELS = [true, false, true, false];
const SCORES = [0.9, 0.8, 0.7, 0.1];

describe('classification metrics', () => {
  it('equal the values worked out by hand', () => {
    expect(rocAuc(SCORES, LABELS)).toBeCloseTo(0.75);
    expect(averagePrecision(SCORES, LABELS)).toBeCloseTo((1 + 2 / 3) / 2);
    expect(thresholdMetrics(confusionAt(SCORES, LABELS, 0.75))).toEqual({
      accuracy: 0.5,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
    });
    expect(recallAtFalsePositiveRate(SCORES, LABELS, 0)).toBe(0.5);
    expect(recallAtFalsePositiveRate(SCORES, LABELS, 0.5)).toBe(1);
  });

  it('give a constant score no credit', () => {
    expect(rocAuc([1, 1, 1, 1], LABELS)).toBe(0.5);
    expect(averagePrecision([1, 1, 1, 1], LABELS)).toBe(0.5);
  });

  it('say NaN where there is only one class', () => {
    expect(rocAuc([1, 2], [true, true])).toBeNaN();
    expect(averagePrecision([1, 2], [false, false])).toBeNaN();
  });

  it('has the area under the ROC curve agree with counting pairs', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean()), {
      minLength: 2,
      maxLength: 40,
    });
    fc.assert(
      fc.property(rows, (all) => {
        const positives = all.filter(([, label]) => label).map(([score]) => score);
        const negatives = all.filter(([, label]) => !label).map(([score]) => score);
        fc.pre(positives.length > 0 && negatives.length > 0);
        const wins = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
        const expected = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
        expect(
          rocAuc(
            all.map(([score]) => score),
            all.map(([, label]) => label),
          ),
        ).toBeCloseTo(expected, 10);
      }),
    );
  });
});
