import { describe, expect, it } from '@jest/globals';
import { Decision, DecisionBasis } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { decide, type DecisionInput } from './decide.ts';
import { defaultCosts } from './default-costs.ts';
import { expectedCosts } from './expected-costs.ts';

const thresholds = { review: 0.5, decline: 0.9 };
const input = (probability: number, more: Partial<DecisionInput> = {}): DecisionInput => ({
  fraud: { probability },
  lists: new Set(),
  outcomes: [],
  costs: undefined,
  thresholds,
  ...more,
});
const costs = (approveMinor: number, reviewMinor: number, declineMinor: number) => ({
  costs: { currency: 'EUR', approveMinor, reviewMinor, declineMinor },
});
const decisionOf = (...args: Parameters<typeof input>) => decide(input(...args)).decision;
/** The same by the probability that is calibrated. */
const calibrated = (...args: Parameters<typeof costs>) => {
  const both = costs(...args);
  return { ...both, calibratedCosts: both.costs };
};

describe('a decision', () => {
  it('is made by thresholds where there are no costs, and says so', () => {
    expect(decide(input(0.49))).toEqual({
      decision: Decision.DECISION_APPROVE,
      basis: DecisionBasis.DECISION_BASIS_THRESHOLDS,
    });
    expect(decisionOf(0.5)).toBe(Decision.DECISION_REVIEW);
    expect(decisionOf(0.9)).toBe(Decision.DECISION_DECLINE);
  });

  it('is the one that is expected to cost least', () => {
    expect(decide(input(0.1, calibrated(300, 200, 100)))).toEqual({
      decision: Decision.DECISION_DECLINE,
      basis: DecisionBasis.DECISION_BASIS_EXPECTED_COST,
    });
    expect(decisionOf(0.1, calibrated(300, 200, 400))).toBe(Decision.DECISION_REVIEW);
    expect(decisionOf(0.9, calibrated(100, 200, 300))).toBe(Decision.DECISION_APPROVE);
  });

  it('asks for no more than the thresholds allow where the score is no probability', () => {
    expect(decisionOf(0.49, costs(300, 200, 100))).toBe(Decision.DECISION_APPROVE);
    expect(decisionOf(0.5, costs(300, 200, 100))).toBe(Decision.DECISION_REVIEW);
    expect(decisionOf(0.9, costs(300, 200, 100))).toBe(Decision.DECISION_DECLINE);
  });

  it('is the stricter one of what the rank may ask for and what the calibrated part asks for', () => {
    const cheapToApprove = { calibratedCosts: costs(100, 200, 300).costs };
    expect(decisionOf(0.6, { ...costs(300, 200, 100), ...cheapToApprove })).toBe(Decision.DECISION_REVIEW);
    const dearToApprove = { calibratedCosts: costs(300, 200, 100).costs };
    expect(decisionOf(0.2, { ...costs(100, 200, 300), ...dearToApprove })).toBe(Decision.DECISION_DECLINE);
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
    expect(decide(input(0, { lists: all, outcomes: ['approve'] }))).toEqual({
      decision: Decision.DECISION_DECLINE,
      ...byList,
    });
    expect(decide(input(0.99, { lists: new Set(['allow', 'review']), outcomes: ['decline'] }))).toEqual({
      decision: Decision.DECISION_APPROVE,
      ...byList,
    });
  });

  it('is at least a review on the review list', () => {
    const lists = new Set(['review'] as const);
    expect(decisionOf(0, { lists })).toBe(Decision.DECISION_REVIEW);
    expect(decisionOf(0.95, { lists })).toBe(Decision.DECISION_DECLINE);
  });

  it('is at least as strict as the strictest rule, unless a rule approves', () => {
    expect(decide(input(0.1, { outcomes: ['none', 'decline'] }))).toEqual({
      decision: Decision.DECISION_DECLINE,
      basis: DecisionBasis.DECISION_BASIS_RULE,
    });
    expect(decisionOf(0.1, { outcomes: ['review'] })).toBe(Decision.DECISION_REVIEW);
    expect(decisionOf(0.95, { outcomes: ['review'] })).toBe(Decision.DECISION_DECLINE);
    expect(decisionOf(0.95, { outcomes: ['decline', 'approve'] })).toBe(Decision.DECISION_APPROVE);
  });
});
