import { describe, expect, it } from '@jest/globals';
import { Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { Rule } from '../rules/rule-file.ts';
import { assess } from './assess.ts';
import { modelEvidence } from './model-evidence.ts';

const thresholds = { review: 0.5, decline: 0.9 };
const settings = { starts_at: 0.99, score_max: 0.7 };
const rule = (code: string, score: number, more: Partial<Rule> = {}): Rule => ({
  code,
  description: `Rule ${code}`,
  on: 'order',
  when: { fact: 'lines', op: 'gt', value: 0 },
  score,
  alert: false,
  ...more,
});
const strange = (score: number) => ({
  score,
  contributions: [
    { feature: 'amount_minor', share: 0.6 },
    { feature: 'quantity', share: 0.2 },
    { feature: 'lines', share: 0.1 },
    { feature: 'has_coupon', share: 0.05 },
  ],
});

describe('assessing evidence', () => {
  it('approves without any', () => {
    expect(assess([], [], thresholds)).toMatchObject({
      decision: Decision.DECISION_APPROVE,
      score: 0,
      reasons: [],
    });
  });

  it('joins scores as independent chances and shares the score out among the reasons', () => {
    const { score, decision, reasons } = assess([rule('A', 0.5), rule('B', 0.75)], [], thresholds);
    expect(score).toBeCloseTo(1 - 0.5 * 0.25, 12);
    expect(decision).toBe(Decision.DECISION_REVIEW);
    expect(reasons.map(({ code }) => code)).toEqual(['B', 'A']);
    expect(reasons.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 12);
    // ln 0.25 is twice ln 0.5.
    expect(reasons[0]?.contribution).toBeCloseTo((2 * score) / 3, 12);
  });

  it('declines at the threshold and never milder than a rule demands', () => {
    expect(assess([rule('A', 0.9)], [], thresholds).decision).toBe(Decision.DECISION_DECLINE);
    expect(assess([rule('A', 0.1, { decision: 'decline' })], [], thresholds).decision).toBe(
      Decision.DECISION_DECLINE,
    );
    expect(assess([rule('A', 0.1, { decision: 'review' })], [], thresholds).decision).toBe(
      Decision.DECISION_REVIEW,
    );
  });

  it('alerts on a review, a decline or a rule that asks for it', () => {
    expect(assess([rule('A', 0.4)], [], thresholds).alerts).toBe(false);
    expect(assess([rule('A', 0.5)], [], thresholds).alerts).toBe(true);
    expect(assess([rule('A', 0, { alert: true })], [], thresholds)).toMatchObject({
      alerts: true,
      decision: Decision.DECISION_APPROVE,
    });
  });

  it('lets the model review the strangest orders by itself and decline none', () => {
    expect(modelEvidence(strange(0.99), settings)).toEqual([]);
    const strangest = assess([], modelEvidence(strange(1), settings), thresholds);
    expect(strangest.score).toBeCloseTo(settings.score_max, 12);
    expect(strangest.decision).toBe(Decision.DECISION_REVIEW);
    expect(strangest.reasons.map(({ code }) => code)).toEqual(['AE_AMOUNT_MINOR', 'AE_QUANTITY', 'AE_LINES']);
    expect(strangest.reasons[0]?.description).toBe('Strange beside past orders: Amount of the order');
  });
});
