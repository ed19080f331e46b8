import { describe, expect, it } from '@jest/globals';
import type { FraudLine } from '../fraud/over-seeds.ts';
import { fraudSection } from './fraud-section.ts';

const line = (model: string, metrics: Readonly<Record<string, number>>): FraudLine => ({
  bench: 'fraud',
  benchmark: 'weeks',
  model,
  metrics,
  deviations: {},
  intervals: { AP: { low: 0.3, high: 0.5 } },
  seeds: [1, 2],
  trainSeconds: 12.34,
  testRows: 58_264,
});
const benchmark = {
  name: 'weeks',
  describes: 'Weeks of payments',
  targets: [{ metric: 'AP', published: 0.284, mustReach: 0.4, aim: 0.45 }],
};

describe('the part of the page about fraud', () => {
  it('says what was to be reached and how every model did, with intervals', () => {
    const kept = {
      measuredOn: '2026-01-02',
      line: [line('forest', { AP: 0.4 }), line('boosting', { AP: 0.41, ECE: 0.0012 })],
    };
    const text = fraudSection([{ benchmark, kept }]);
    expect(text).toContain('To be reached: AP 0.4 (published 0.284, aim 0.45).');
    expect(text).toContain('Measured on 2026-01-02: 58,264 test rows, seeds 1, 2.');
    expect(text).toContain('| forest | 0.400 (0.300–0.500) |  | 12.3 |');
    expect(text).toContain('| boosting | 0.410 (0.300–0.500) | 0.0012 | 12.3 |');
  });

  it('leaves the gap of a benchmark that was not measured to be seen', () => {
    expect(fraudSection([{ benchmark, kept: undefined }])).toContain('Not measured.');
  });
});
