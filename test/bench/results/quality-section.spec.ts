import { describe, expect, it } from '@jest/globals';
import type { QualityLine } from '../quality/over-seeds.ts';
import { qualitySection } from './quality-section.ts';

const line = (model: string, mrr: number): QualityLine => ({
  bench: 'quality',
  benchmark: 'clicks',
  model,
  metrics: { 'mrr@20': mrr, 'hitRate@20': 0.6 },
  deviations: { 'mrr@20': 0.001, 'hitRate@20': 0 },
  intervals: {},
  ...(model === 'blend' ? {} : { behindServed: { 'ndcg@20': { low: 0.08, high: 0.09 } } }),
  seeds: [1, 2],
  trainSeconds: 90,
  millisecondsPerQuery: 1.5,
  testQueries: 15_132,
});
const benchmark = {
  name: 'clicks',
  describes: 'Clicks of a shop',
  targets: [{ metric: 'mrr@20', published: 0.2997, mustReach: 0.333, aim: 0.35 }],
};

describe('the part of the page about quality', () => {
  it('says what was to be reached, on how much it was measured, and how every model did', () => {
    const kept = { measuredOn: '2026-01-02', line: [line('blend', 0.3351), line('repeat', 0.25)] };
    const text = qualitySection([{ benchmark, kept }]);
    expect(text).toContain('To be reached: mrr@20 33.30 (published 29.97, aim 35.00).');
    expect(text).toContain('Measured on 2026-01-02: 15,132 test queries, seeds 1, 2, 90 s to train.');
    expect(text).toMatch(/\| blend \|.*\| 33\.51 ± 0\.10 \|.*\| 1\.50 \| {2}\|/);
    expect(text).toMatch(/\| repeat \|.*\| 8\.00 to 9\.00 \|/);
  });

  it('shows what was measured of something that is no ranking, and compares it with no blend', () => {
    const encoder = { ...line('encoder', 0), metrics: { accuracy: 0.99 }, deviations: { accuracy: 0.001 } };
    const kept = { measuredOn: '2026-01-02', line: [encoder] };
    const text = qualitySection([{ benchmark, kept }]);
    expect(text).toContain(
      '| model | accuracy | ms a query |\n| --- | --- | --- |\n| encoder | 99.00 ± 0.10 | 1.50 |\n',
    );
  });

  it('leaves the gap of a data set that was not measured to be seen', () => {
    expect(qualitySection([{ benchmark, kept: undefined }])).toContain('Not measured.');
  });
});
