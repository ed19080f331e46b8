import { describe, expect, it } from '@jest/globals';
import { Decision, DecisionBasis } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { decide, type DecisionInput, type Likelihood } from './decide.ts';
import { defaultCosts } from './default-costs.ts';
import { expectedCosts } from './expected-costs.ts';

const thresholds = { review: 0.5, decline: 0.9 };
const input = (
  probability: number,
  { isCalibrated = false, costs: expected, ...more }: Partial<DecisionInput & Likelihood> = {},
): DecisionInput => ({
  likelihoods: [{ probability, isCalibrated, costs: expected }],
  lists: new Set(),
  outcomes: [],
  thresholds,
  ...more,
});
const costs = (approveMinor: number, reviewMinor: number, declineMinor: number) => ({
  costs: { currency: 'EUR', approveMinor, reviewMinor, declineMinor },
});
const decisionOf = (...args: Parameters<typeof input>) => decide(input(...args)).decision;
const calibrated = { isCalibrated: true };

describe('a decision', () => {
  it('is made by thresholds where there are no costs, and says so', () => {
    expect(decide(input(0.49))).toMatchObject({
      decision: Decision.DECISION_APPROVE,
      basis: DecisionBasis.DECISION_BASIS_THRESHOLDS,
    });
    expect(decisionOf(0.5)).toBe(Decision.DECISION_REVIEW);
    expect(decisionOf(0.9)).toBe(Decision.DECISION_DECLINE);
  });

  it('is the one that is expected to cost least', () => {
    expect(decide(input(0.1, { ...calibrated, ...costs(300, 200, 100) }))).toEqual({
      expectedCosts: costs(300, 200, 100).costs,
      decision: Decision.DECISION_DECLINE,
      basis: DecisionBasis.DECISION_BASIS_EXPECTED_COST,
    });
    expect(decisionOf(0.1, { ...calibrated, ...costs(300, 200, 400) })).toBe(Decision.DECISION_REVIEW);
    expect(decisionOf(0.9, { ...calibrated, ...costs(100, 200, 300) })).toBe(Decision.DECISION_APPROVE);
  });

  it('asks for no more than the thresholds allow where the score is no probability', () => {
    expect(decisionOf(0.49, costs(300, 200, 100))).toBe(Decision.DECISION_APPROVE);
    expect(decisionOf(0.5, costs(300, 200, 100))).toBe(Decision.DECISION_REVIEW);
    expect(decisionOf(0.9, costs(300, 200, 100))).toBe(Decision.DECISION_DECLINE);
  });

  it('is the stricter of what outcomes of the past and all evidence together ask for', () => {
    const calm = { probability: 0.01, isCalibrated: true, ...costs(10, 200, 900) };
    const grave = { probability: 0.95, isCalibrated: false, ...costs(900, 200, 10) };
    const both = (...likelihoods: Likelihood[]) => decide({ ...input(0), likelihoods });
    expect(both(calm, grave)).toMatchObject({
      decision: Decision.DECISION_DECLINE,
      expectedCosts: grave.costs,
    });
    expect(both(calm, { ...grave, probability: 0.3 })).toMatchObject({
      decision: Decision.DECISION_APPROVE,
      expectedCosts: calm.costs,
    });
  });

  it.each([100, 3_000, 80_000, 5_000_000])(
    'of an order of %d pence is that of the thresholds, with the costs that are assumed of a shop',
    (amountMinor) => {
      const assumed = defaultCosts('GBP');
      if (assumed === undefined) throw new Error('none are assumed');
      for (const probability of [0, 0.3, 0.49, 0.5, 0.7, 0.89, 0.9, 0.99]) {
        const byCosts = { costs: expectedCosts(probability, amountMinor, assumed) };
        expect(decisionOf(probability, byCosts)).toBe(decisionOf(probability));
      }
    },
  );

  it('is declined on the block list, before all; approved on the allow list, before the rest', () => {
    const all = new Set(['block', 'allow', 'review'] as const);
    const byList = { basis: DecisionBasis.DECISION_BASIS_LIST };
    expect(decide(input(0, { lists: all, outcomes: ['approve'] }))).toMatchObject({
      decision: Decision.DECISION_DECLINE,
      ...byList,
    });
    expect(decide(input(0.99, { lists: new Set(['allow', 'review']), outcomes: ['decline'] }))).toMatchObject(
      {
        decision: Decision.DECISION_APPROVE,
        ...byList,
      },
    );
  });

  it('is at least a review on the review list', () => {
    const lists = new Set(['review'] as const);
    expect(decisionOf(0, { lists })).toBe(Decision.DECISION_REVIEW);
    expect(decisionOf(0.95, { lists })).toBe(Decision.DECISION_DECLINE);
  });

  it('is at least as strict as the strictest rule, unless a rule approves', () => {
    expect(decide(input(0.1, { outcomes: ['none', 'decline'] }))).toMatchObject({
      decision: Decision.DECISION_DECLINE,
      basis: DecisionBasis.DECISION_BASIS_RULE,
    });
    expect(decisionOf(0.1, { outcomes: ['review'] })).toBe(Decision.DECISION_REVIEW);
    expect(decisionOf(0.95, { outcomes: ['review'] })).toBe(Decision.DECISION_DECLINE);
    expect(decisionOf(0.95, { outcomes: ['decline', 'approve'] })).toBe(Decision.DECISION_APPROVE);
  });
});
