import { describe, expect, it } from '@jest/globals';
import { ModelKind, ModelStatus, type ModelVersion } from '#contracts/generated/cartwise/models/v1/models';
import { modelText } from './model-text.ts';

const HOUR_MS = 3_600_000;
const MODEL: ModelVersion = {
  version: 'fraud-2',
  kind: ModelKind.MODEL_KIND_FRAUD,
  status: ModelStatus.MODEL_STATUS_CHAMPION,
  trainedAtMs: HOUR_MS,
  dataFromMs: 0,
  dataUntilMs: HOUR_MS,
  evaluations: [{ model: 'classifier', metrics: [{ name: 'roc auc', value: 0.912345 }] }],
  artifactSha256: '',
  backend: 'cpu',
  trainSeconds: 12.4,
  note: 'not better by the 0.5 % it takes',
};

describe('a model version as it is shown', () => {
  it('has its note in full and every figure', () => {
    expect(modelText(MODEL).split('\n')).toEqual([
      'fraud-2: fraud, champion',
      'trained 1970-01-01 01:00 in 12 s (cpu), on events from  to 1970-01-01 01:00',
      'not better by the 0.5 % it takes',
      '  classifier: roc auc 0.9123',
    ]);
  });

  it('says what it would have changed in the shadow', () => {
    const decisions = [
      { champion: 'approve', challenger: 'approve', currency: 'GBP', orders: 3, amountMinor: 3_000 },
      { champion: 'approve', challenger: 'decline', currency: 'GBP', orders: 1, amountMinor: 9_900 },
    ];
    const shadowRun = {
      championVersion: 'fraud-1',
      sharePercent: 50,
      startedAtMs: HOUR_MS,
      endedAtMs: 2 * HOUR_MS,
      decisions,
    };
    expect(
      modelText({ ...MODEL, shadowRun })
        .split('\n')
        .slice(3, 7),
    ).toEqual([
      'in the shadow of fraud-1, 50 % of the orders, from 1970-01-01 01:00 to 1970-01-01 02:00:',
      '  4 orders were seen by both, 75.0 % decided alike',
      '  declined: 0 orders by the champion, 1 orders, 99.00 GBP by the challenger; difference +1 orders, +99.00 GBP',
      '  in review: 0 orders by the champion, 0 orders by the challenger; difference 0 orders',
    ]);
  });
});
