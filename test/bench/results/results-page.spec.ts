import { describe, expect, it } from '@jest/globals';
import type { Bench } from '../bench.ts';
import type { BenchLine } from '../run-bench.ts';
import { resultsPage } from './results-page.ts';

const bench: Bench = {
  name: 'ingest',
  measures: 'events/s',
  logs: ['postgres', 'kafka'],
  targets: () => ({ figure: 'perSecond', sense: 'atLeast', mustReach: 12_000, aim: 40_000 }),
  run: () => Promise.reject(new Error('not run here')),
};
const line: BenchLine = {
  bench: 'ingest',
  perSecond: 13_000,
  ratio: null,
  ofMustReach: 1.083,
  p50Ms: 5,
  p99Ms: 9.25,
  p999Ms: null,
  figures: { batches: 130, hitRate: 0.0964 },
  config: { batchSize: 100, node: '20.20.2', jsonParsesPerSecond: 250_000 },
};

describe('the page of results', () => {
  const page = resultsPage([
    { bench, log: 'postgres', kept: { measuredOn: '2026-01-02', line } },
    { bench, log: 'kafka', kept: undefined },
  ]);

  it('has a row with what was wanted, what was measured, when, and how fast the machine was', () => {
    expect(page).toContain(
      '| ingest | postgres | events/s | perSecond ≥ 12,000 | perSecond ≥ 40,000 | 13,000 | 1.08 | 5 | 9.25 | – | 2026-01-02 | 250,000 |',
    );
  });

  it('tells what made the number, and on what', () => {
    expect(page).toContain(
      '- **ingest** (postgres): batches 130, hitRate 0.096; with batchSize 100, jsonParsesPerSecond 250,000; on node 20.20.2.',
    );
  });

  it('leaves the gap of a missing number to be seen', () => {
    expect(page).toContain('| not measured |');
    expect(page).not.toContain('**ingest** (kafka)');
  });
});
