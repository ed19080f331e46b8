import { describe, expect, it } from '@jest/globals';
import { DecisionCosts } from '#contracts/generated/cartwise/fraud/v1/costs';
import { Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { BacktestTally } from './backtest-tally.ts';
import { outcomeCosts } from './outcome-costs.ts';
import { ThresholdCurve } from './threshold-curve.ts';

const { DECISION_APPROVE, DECISION_REVIEW, DECISION_DECLINE } = Decision;
const COSTS = DecisionCosts.fromPartial({
  currency: 'GBP',
  marginShare: 0.25,
  chargebackFeeMinor: 1_500,
  reviewMinutes: 4,
  reviewMinuteMinor: 50,
  reviewCatchesShare: 0.75,
  reviewStopsGoodShare: 0.1,
  lostCustomerMinor: 1_000,
});
const costsOf = (isFraud: boolean) => outcomeCosts(isFraud, 10_000, COSTS);

describe('what decisions cost, once it is known what the orders were', () => {
  it('is the goods and the fee for fraud that passes, the margin and the customer for a good order that does not', () => {
    // 7,500 of goods and the fee; 2,500 of margin and the customer; 200 for the analyst's time.
    expect(costsOf(true)).toEqual({ approve: 9_000, review: 200 + 0.25 * 9_000, decline: 0 });
    expect(costsOf(false)).toEqual({ approve: 0, review: 200 + 0.1 * 3_500, decline: 3_500 });
  });

  it('adds up to a balance beside approving everything', () => {
    const tally = new BacktestTally();
    for (const [decision, isFraud] of [
      [DECISION_DECLINE, true],
      [DECISION_REVIEW, true],
      [DECISION_APPROVE, true],
      [DECISION_APPROVE, false],
      [DECISION_APPROVE, false],
      [DECISION_REVIEW, false],
      [DECISION_DECLINE, false],
    ] as const)
      tally.add({ decision, isFraud, costs: costsOf(isFraud) });
    expect(tally.figures()).toEqual({
      orders: 7,
      fraud: 3,
      caughtDeclined: 1,
      caughtReviewed: 1,
      missed: 1,
      goodBlocked: 1,
      goodReviewed: 1,
      reviews: 2,
      missedMinor: 9_000,
      blockedMinor: 3_500,
      reviewsMinor: 2_450 + 550,
      costMinor: 15_500,
      savedMinor: 3 * 9_000 - 15_500,
    });
  });
});

describe('the threshold curve', () => {
  it('says of each score what declining from it on would catch, block and cost', () => {
    const curve = new ThresholdCurve();
    for (const [score, isFraud] of [
      [0.95, true],
      [0.6, false],
      [0.4, true],
      [0, false],
      [1, true],
    ] as const)
      curve.add(score, isFraud, costsOf(isFraud));
    const at = (threshold: number) => curve.points().find((point) => point.threshold === threshold);
    expect(at(1)).toEqual({
      threshold: 1,
      caughtShare: 1 / 3,
      blockedShare: 0,
      precision: 1,
      costMinor: 18_000,
    });
    expect(at(0.9)).toMatchObject({ caughtShare: 2 / 3, blockedShare: 0, costMinor: 9_000 });
    expect(at(0.5)).toMatchObject({ caughtShare: 2 / 3, blockedShare: 0.5, costMinor: 12_500 });
    expect(at(0)).toMatchObject({ caughtShare: 1, blockedShare: 1, precision: 0.6, costMinor: 7_000 });
  });
});
