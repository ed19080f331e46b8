import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectedCalibrationError } from '../../evaluation/calibration-error.ts';
import { rocAuc } from '../../evaluation/classification.ts';
import { brierScore, logLossOf } from '../../evaluation/proper-scores.ts';
import { reliability } from '../../evaluation/reliability.ts';
import { Random } from '../../random.ts';
import { calibrate, logistic } from './calibration.ts';
import { chooseCalibration } from './choose-calibration.ts';
import { fitIsotonic } from './fit-isotonic.ts';
import { fitPlatt } from './fit-platt.ts';

/** Log-odds and outcomes that happen as often as `truth` of the logit says. */
function outcomes(count: number, truth: (logit: number) => number, random = new Random(1)) {
  const logits = Float64Array.from({ length: count }, () => 2 * random.normal());
  return { logits, labels: Array.from(logits, (logit) => random.next() < truth(logit)) };
}

describe('isotonic calibration', () => {
  it('pools what is out of order and keeps what is not', () => {
    const fitted = fitIsotonic([1, 2, 3, 4, 5, 6], [false, true, false, false, true, true]);
    expect(calibrate(fitted, 1)).toBeCloseTo(1 / 8);
    for (const logit of [2, 3, 4]) expect(calibrate(fitted, logit)).toBeCloseTo(1 / 3);
    expect(calibrate(fitted, 5.5)).toBeCloseTo(7 / 8);
    expect(calibrate(fitted, 4.5)).toBeCloseTo((1 / 3 + 7 / 8) / 2);
    expect(calibrate(fitted, -100)).toBeCloseTo(1 / 8);
    expect(calibrate(fitted, 100)).toBeCloseTo(7 / 8);
  });

  it('has no rising step function nearer to the labels, and never falls', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.boolean()), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(rows, (all) => {
        const logits = all.map(([logit]) => logit);
        const labels = all.map(([, label]) => label);
        const fitted = fitIsotonic(logits, labels);
        const values = Array.from({ length: 14 }, (_, logit) => calibrate(fitted, logit));
        expect(values).toEqual([...values].sort((a, b) => a - b));
        // The minimax formula of isotonic regression (Robertson et al. 1988), which pools nothing.
        const mean = (from: number, to: number) => {
          const own = all.filter(([logit]) => logit >= from && logit <= to).map(([, label]) => Number(label));
          return own.reduce((sum, each) => sum + each, 0) / own.length;
        };
        const places = [...new Set(logits)];
        const least = 1 / (all.length + 2);
        for (const at of places) {
          const expected = Math.max(
            ...places
              .filter((from) => from <= at)
              .map((from) => Math.min(...places.filter((to) => to >= at).map((to) => mean(from, to)))),
          );
          expect(calibrate(fitted, at)).toBeCloseTo(Math.max(least, Math.min(1 - least, expected)), 10);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('Platt scaling', () => {
  it('finds the slope and the intercept that made the data', () => {
    const { logits, labels } = outcomes(20_000, (logit) => logistic(0.5 * logit - 1));
    const fitted = fitPlatt(logits, labels);
    expect(fitted).toEqual({
      kind: 'platt',
      slope: expect.closeTo(0.5, 1),
      intercept: expect.closeTo(-1, 1),
    });
    expect(calibrate(fitted, 2)).toBeCloseTo(0.5, 1);
  });

  it('never turns the order round, and bears classes that are told apart perfectly', () => {
    const backwards = fitPlatt([1, 2, 3, 4], [true, true, false, false]);
    expect(calibrate(backwards, 4)).toBeGreaterThanOrEqual(calibrate(backwards, 1));
    const apart = fitPlatt([-50, -40, 40, 50], [false, false, true, true]);
    expect(calibrate(apart, 45)).toBeCloseTo(0.75, 1);
    expect(calibrate(apart, -45)).toBeCloseTo(0.25, 1);
  });
});

describe('chooseCalibration', () => {
  const kindFor = (truth: (logit: number) => number) => {
    const { logits, labels } = outcomes(6_000, truth);
    const chosen = chooseCalibration(logits, labels, new Random(2));
    const raw = Float64Array.from(logits, logistic);
    return {
      kind: chosen.calibration.kind,
      before: expectedCalibrationError(raw, labels),
      chosen,
      labels,
      logits,
    };
  };

  it('takes the one that fits, and what it says is then so', () => {
    const platt = kindFor((logit) => logistic(0.3 * logit - 1));
    const isotonic = kindFor((logit) => (logit > 1 ? 0.9 : logit > -1 ? 0.4 : 0.02));
    expect([platt.kind, isotonic.kind]).toEqual(['platt', 'isotonic']);
    for (const { chosen, labels, logits, before } of [platt, isotonic]) {
      const after = expectedCalibrationError(chosen.crossFitted, labels);
      expect(before).toBeGreaterThan(0.05);
      expect(after).toBeLessThan(0.025);
      expect(rocAuc(logits, labels)).toBeGreaterThan(0.6);
    }
  });

  it('leaves what is right as good as alone, and too few rows quite', () => {
    const { chosen, labels, logits } = kindFor(logistic);
    const raw = logLossOf(Float64Array.from(logits, logistic), labels);
    expect(logLossOf(chosen.crossFitted, labels)).toBeLessThanOrEqual(raw);
    const few = chooseCalibration([1, 2, 3], [false, true, true], new Random(1));
    expect(few.calibration).toEqual({ kind: 'none' });
    expect(few.crossFitted[0]).toBeCloseTo(logistic(1));
  });
});

describe('calibration figures', () => {
  it('equal the values worked out by hand', () => {
    expect(brierScore([0.5, 1], [false, true])).toBe(0.125);
    expect(logLossOf([0.5, 1], [false, true])).toBeCloseTo(Math.LN2 / 2);
    expect(reliability([0.1, 0.2, 0.8, 0.9], [false, true, true, true], 2)).toEqual([
      { rows: 2, meanProbability: expect.closeTo(0.15), positiveShare: 0.5 },
      { rows: 2, meanProbability: expect.closeTo(0.85), positiveShare: 1 },
    ]);
    expect(expectedCalibrationError([0.25, 0.25, 0.25, 0.25], [true, false, false, false])).toBe(0);
  });

  it('keep rows of one probability in one bin', () => {
    const bins = reliability(
      new Float64Array(100).fill(0.3),
      Array.from({ length: 100 }, (_, row) => row < 30),
    );
    expect(bins).toEqual([{ rows: 100, meanProbability: expect.closeTo(0.3), positiveShare: 0.3 }]);
  });
});
