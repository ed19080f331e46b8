import { describe, expect, it } from '@jest/globals';
import { Decision, DecisionBasis } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { RuleSubject } from '../rules/language/rule-subject.ts';
import type { Rule } from '../rules/rule.ts';
import { testRule } from '../testing/test-rule.ts';
import { assess, type Findings } from './assess.ts';
import { defaultCosts } from './default-costs.ts';
import { explainProbability } from './model-contributions.ts';
import { modelEvidence } from './model-evidence.ts';
import type { ReasonContext } from './reasons.ts';

const settings = { starts_at: 0.99, score_max: 0.7 };
const FINDINGS: Findings = {
  firing: { live: [], shadow: [] },
  strange: [],
  listings: [],
  thresholds: { review: 0.5, decline: 0.9 },
};
const FACTS: Readonly<Record<string, number>> = {
  amount_minor: 12_050,
  lines: 2,
  device_cards_24h: 7,
  user_account_age_days: 0.0005,
  is_guest: 0,
};
const SUBJECT: RuleSubject = {
  facts: (name) => FACTS[name],
  entities: { device: 'phone' },
  currency: 'GBP',
  isListed: () => false,
};
const USUAL: Readonly<Record<string, number>> = { device_cards_24h: 1, amount_minor: 2_000, lines: 1.4 };
const context = (usual: ReasonContext['usual'] = () => undefined): ReasonContext => ({
  trigger: 'order',
  subject: SUBJECT,
  usual,
});
const withUsual = context((feature) => USUAL[feature]);
const assessed = (live: readonly Rule[], more: Partial<Findings> = {}, words = context()) =>
  assess({ ...FINDINGS, firing: { live, shadow: [] }, ...more }, words);
const strange = (score: number) => ({
  score,
  shares: () => [
    { feature: 'amount_minor', share: 0.6 },
    { feature: 'quantity', share: 0.2 },
    { feature: 'lines', share: 0.1 },
    { feature: 'has_coupon', share: 0.05 },
  ],
});

describe('assessing findings', () => {
  it('approves without any, and still says what that is expected to cost', () => {
    const costs = defaultCosts('GBP');
    expect(assessed([], { order: { amountMinor: 5_000, costs } })).toMatchObject({
      decision: Decision.DECISION_APPROVE,
      basis: DecisionBasis.DECISION_BASIS_EXPECTED_COST,
      expectedCosts: { currency: 'GBP', approveMinor: 0, declineMinor: 2_500 },
      score: 0,
      reasons: [],
      alerts: false,
    });
  });

  it('joins scores as independent chances and shares the score out among the reasons', () => {
    const { score, base, decision, reasons } = assessed([
      testRule('RULE_A', { score: 0.5 }),
      testRule('RULE_B', { score: 0.75 }),
    ]);
    expect(score).toBeCloseTo(1 - 0.5 * 0.25, 12);
    expect(decision).toBe(Decision.DECISION_REVIEW);
    expect(reasons.map(({ code }) => code)).toEqual(['RULE_B', 'RULE_A']);
    expect(base + reasons.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 12);
    // ln 0.25 is twice ln 0.5.
    expect(reasons[0]?.contribution).toBeCloseTo((2 * score) / 3, 12);
  });

  it('alerts on a review, a decline or a rule that asks for it', () => {
    expect(assessed([testRule('RULE_A', { score: 0.4 })]).alerts).toBe(false);
    expect(assessed([testRule('RULE_A', { score: 0.5 })]).alerts).toBe(true);
    expect(assessed([testRule('RULE_A', { score: 0, alert: true })])).toMatchObject({
      alerts: true,
      decision: Decision.DECISION_APPROVE,
    });
  });

  it('leaves alone whoever is allowed, and says which list they are on', () => {
    const allowed = { list: 'allow', kind: 'device', value: 'phone', reason: 'our own till' } as const;
    expect(
      assessed([testRule('RULE_A', { score: 0.95, alert: true })], { listings: [allowed] }),
    ).toMatchObject({
      decision: Decision.DECISION_APPROVE,
      basis: DecisionBasis.DECISION_BASIS_LIST,
      score: 0.95,
      alerts: false,
      reasons: [
        { code: 'LIST_ALLOW', description: 'The device is on the allow list: our own till', contribution: 0 },
        { code: 'RULE_A' },
      ],
    });
  });

  it('says what a rule in shadow would have decided, and decides without it', () => {
    const firing = {
      live: [testRule('RULE_A', { score: 0.4 })],
      shadow: [testRule('RULE_B', { score: 0.4 }), testRule('RULE_C', { score: 0.1 })],
    };
    expect(assess({ ...FINDINGS, firing }, context())).toMatchObject({
      decision: Decision.DECISION_APPROVE,
      score: 0.4,
      reasons: [{ code: 'RULE_A' }],
      shadow: [
        { code: 'RULE_B', decision: Decision.DECISION_REVIEW },
        { code: 'RULE_C', decision: Decision.DECISION_APPROVE },
      ],
    });
  });

  it('speaks in sentences with the value and what is usual', () => {
    const reason = '{device_cards_24h} cards on this device in 24 hours';
    const rule = testRule('MANY_CARDS', { reason, when: 'device_cards_24h >= 5 and amount > 5 GBP' });
    expect(assessed([rule], {}, withUsual).reasons).toEqual([
      {
        code: 'MANY_CARDS',
        description: '7 cards on this device in 24 hours, usual is 1',
        contribution: 0.5,
        values: [
          { name: 'device_cards_24h', value: '7', usual: '1' },
          { name: 'amount', value: '120.50 GBP', usual: '20.00 GBP' },
        ],
      },
    ]);
    expect(assessed([rule]).reasons[0]?.description).toBe('7 cards on this device in 24 hours');
  });

  it('says times, amounts and what it does not know in words', () => {
    const reason =
      '{amount} by an account of {user_account_age_days}, guest: {is_guest}, card of {card_country}';
    const [said] = assessed([testRule('RULE_A', { reason })]).reasons;
    expect(said?.description).toBe('120.50 GBP by an account of 43.2 seconds, guest: no, card of an unknown');
  });

  it('decides by what was learnt of past orders alone, and says what each feature adds', () => {
    const learnt = explainProbability(
      {
        columns: ['device_cards_24h', 'lines', 'amount_minor', 'unheard_of'],
        probability: () => ({ probability: 0.2, baseProbability: 0.01, logit: -1, base: -4.6 }),
        contributions: () => Float64Array.of(4, -1, 0.3, 0.3),
      },
      new Float64Array(4),
    );
    const costs = defaultCosts('GBP');
    const order = { amountMinor: 50_000, costs };
    const {
      decision,
      basis,
      score,
      base,
      reasons,
      expectedCosts: expected,
    } = assessed([], { learnt, order }, withUsual);
    // Below the threshold of a review; it is worth one all the same.
    expect(score).toBeCloseTo(0.2, 12);
    expect({ decision, basis }).toEqual({
      decision: Decision.DECISION_REVIEW,
      basis: DecisionBasis.DECISION_BASIS_EXPECTED_COST,
    });
    expect(expected?.approveMinor).toBeCloseTo(0.2 * (0.7 * 50_000 + 1_500), 6);
    expect(base).toBeCloseTo(0.01, 12);
    expect(base + reasons.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 12);
    expect(reasons[0]).toMatchObject({
      code: 'ML_DEVICE_CARDS_24H',
      description: 'Speaks for fraud: 7 cards on this device in 24 hours, usual is 1',
    });
    expect(reasons.at(-1)?.description).toMatch(/^Speaks against fraud: /);
  });

  it('tells features together where what was learnt would hold no order up', () => {
    const learnt = explainProbability(
      {
        columns: ['lines'],
        probability: () => ({ probability: 0.004, baseProbability: 0.01, logit: -5.5, base: -4.6 }),
        contributions: () => Float64Array.of(-0.9),
      },
      new Float64Array(1),
    );
    const { score, base, reasons } = assessed([], { learnt });
    expect(reasons).toHaveLength(1);
    expect(base + (reasons[0]?.contribution ?? 0)).toBeCloseTo(score, 12);
  });

  it('shares the score out among what was learnt and the rules that hold', () => {
    const learnt = {
      probability: 0.5,
      base: 0.1,
      features: [{ feature: 'lines', contribution: 0.3 }],
      others: 0.1,
    };
    const { score, base, reasons } = assessed([testRule('RULE_A', { score: 0.5 })], { learnt });
    expect(score).toBeCloseTo(0.75, 12);
    expect(base).toBeCloseTo(0.075, 12);
    expect(reasons.map(({ code }) => code)).toEqual(['RULE_A', 'ML_LINES', 'ML_OTHERS']);
    expect(base + reasons.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 12);
  });

  it('lets the model review the strangest orders by itself and decline none', () => {
    expect(modelEvidence(strange(0.99), settings)).toEqual([]);
    const strangest = assessed([], { strange: modelEvidence(strange(1), settings) }, withUsual);
    expect(strangest.score).toBeCloseTo(settings.score_max, 12);
    expect(strangest.decision).toBe(Decision.DECISION_REVIEW);
    expect(strangest.reasons.map(({ code }) => code)).toEqual(['AE_AMOUNT_MINOR', 'AE_QUANTITY', 'AE_LINES']);
    expect(strangest.reasons.map(({ description }) => description)).toEqual([
      'Strange beside past orders: Amount of the order: 120.50 GBP, usual is 20.00 GBP',
      'Strange beside past orders: Pieces in the order',
      'Strange beside past orders: Different items in the order: 2, usual is 1',
    ]);
  });
});
