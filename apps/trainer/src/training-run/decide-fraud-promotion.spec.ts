import { describe, expect, it } from '@jest/globals';
import type { ModelVersionId } from '#contracts';
import { decideFraudPromotion, FRAUDS_MIN } from './decide-fraud-promotion.ts';

const evaluations = (rocAuc: number, frauds: number) => [
  {
    model: 'detectors',
    metrics: [
      { name: 'roc auc', value: rocAuc },
      { name: 'fraud rows', value: frauds },
    ],
  },
];
const champion = (rocAuc: number, frauds: number) => ({
  version: 'fraud-1' as ModelVersionId,
  evaluations: evaluations(rocAuc, frauds),
});

describe('the gate of fraud models', () => {
  it('lets the first one through', () => {
    expect(decideFraudPromotion(evaluations(0.5, 0), undefined).promote).toBe(true);
  });

  it('compares by known fraud where there is enough', () => {
    expect(decideFraudPromotion(evaluations(0.8, FRAUDS_MIN), champion(0.7, FRAUDS_MIN)).promote).toBe(true);
    expect(decideFraudPromotion(evaluations(0.7, FRAUDS_MIN), champion(0.8, FRAUDS_MIN)).promote).toBe(false);
  });

  it.each([
    ['of the challenger', FRAUDS_MIN - 1, FRAUDS_MIN],
    ['of the champion', FRAUDS_MIN, FRAUDS_MIN - 1],
  ])('takes the newer one when the labels %s are too few', (_, own, theirs) => {
    expect(decideFraudPromotion(evaluations(0.5, own), champion(0.9, theirs))).toEqual({
      promote: true,
      note: `knows newer orders than champion fraud-1; ${own} and ${theirs} known frauds among the orders held out of each are too few to compare them`,
    });
  });
});
