import { describe, expect, it } from '@jest/globals';
import type { FraudModel } from '#ml';
import { ClassifierEvidence, OTHER_FEATURES } from './classifier-evidence.ts';
import { joinEvidence } from './fraud-probability.ts';

const COLUMNS = ['a', 'b', 'c', 'd', 'e', 'f'];
/** What a classifier says of an order: a base of 2 %, and what each feature adds. */
const modelThatSays = (probability: number, contributions: readonly number[]) => {
  const base = -3.9;
  return {
    columns: COLUMNS,
    probability: () => ({
      probability,
      baseProbability: 0.02,
      base,
      logit: contributions.reduce((sum, each) => sum + each, base),
    }),
    contributions: () => Float64Array.from(contributions),
  } as const satisfies Pick<FraudModel, 'columns' | 'probability' | 'contributions'>;
};
const said = (probability: number, contributions: readonly number[]) =>
  ClassifierEvidence.of(modelThatSays(probability, contributions), new Float64Array(COLUMNS.length));
const sumOf = (fraud: ReturnType<typeof joinEvidence>) =>
  fraud.contributions.reduce((sum, { contribution }) => sum + contribution, fraud.base);

describe('what the classifier says', () => {
  it('is shared out among its weightiest features, the rest together, and adds up to the score', () => {
    const fraud = joinEvidence({
      rules: [],
      strange: [],
      classifier: said(0.4, [2, 1, 0.5, -0.2, 0.1, 0.1]),
    });
    expect(fraud.probability).toBeCloseTo(0.4, 10);
    expect(fraud.calibrated).toBeCloseTo(0.4, 10);
    expect(fraud.base).toBe(0.02);
    expect(fraud.contributions.map(({ code }) => code)).toEqual([
      'ML_A',
      'ML_B',
      'ML_C',
      OTHER_FEATURES,
      'ML_D',
    ]);
    expect(fraud.contributions.at(-1)?.contribution).toBeLessThan(0);
    expect(sumOf(fraud)).toBeCloseTo(0.4, 10);
  });

  it('is joined with what rules and strangeness say; only the rules belong to what is calibrated', () => {
    const rule = { code: 'RULE', score: 0.5 };
    const strange = { code: 'AE_A', score: 0.2 };
    const fraud = joinEvidence({
      rules: [rule],
      strange: [strange],
      classifier: said(0.4, [2, 1, 0, 0, 0, 0]),
    });
    expect(fraud.probability).toBeCloseTo(1 - 0.6 * 0.5 * 0.8, 10);
    expect(fraud.calibrated).toBeCloseTo(1 - 0.6 * 0.5, 10);
    expect(sumOf(fraud)).toBeCloseTo(fraud.probability, 10);
  });

  it('is its base alone where no feature says anything', () => {
    const fraud = joinEvidence({ rules: [], strange: [], classifier: said(0.02, [0, 0, 0, 0, 0, 0]) });
    expect(fraud).toMatchObject({ base: expect.closeTo(0.02, 10), contributions: [] });
  });

  it('has one reason where it is too unlikely to hold an order up', () => {
    const fraud = joinEvidence({ rules: [], strange: [], classifier: said(0.005, [-1, -0.5, 0.1, 0, 0, 0]) });
    expect(fraud.contributions.map(({ code }) => code)).toEqual([OTHER_FEATURES]);
    expect(sumOf(fraud)).toBeCloseTo(0.005, 10);
  });

  it('is nothing of a model that knew too few frauds', () => {
    const model = { ...modelThatSays(0.5, []), probability: () => undefined };
    expect(ClassifierEvidence.of(model, new Float64Array(6))).toBeUndefined();
    expect(joinEvidence({ rules: [], strange: [] }).calibrated).toBeUndefined();
  });
});
