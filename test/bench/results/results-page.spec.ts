import { describe, expect, it } from '@jest/globals';
import type { Bench } from './bench.ts';
import { resultsPage } from './results-page.ts';
import type { BenchLine } from './run-bench.ts';

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
  ratio: 1.083,
  p50Ms: 5,
  p99Ms: 9.25,
  p999Ms: null,
  figures: { batches: 130, hitRate: 0.0964 },
  config: { batchSize: 100, node: '20.20.2' },
};

describe('the page of results', () => {
  const page = resultsPage(
    [
      { bench, log: 'postgres', line },
      { bench, log: 'kafka', failure: 'no broker' },
    ],
    new Date('2026-01-02T03:04:05Z'),
  );

  it('has a row with what was wanted and what was measured', () => {
    expect(page).toContain(
      '| ingest | postgres | events/s | perSecond ≥ 12,000 | perSecond ≥ 40,000 | 13,000 | 1.08 | 5 | 9.25 | – |',
    );
  });

  it('tells what made the number, and the date', () => {
    expect(page).toContain('- **ingest** (postgres): batches 130, hitRate 0.096; with batchSize 100.');
    expect(page).toContain('2026-01-02');
  });

  it('says why a number is missing, and leaves the gap to be seen', () => {
    expect(page).toContain('| not measured |');
    expect(page).toContain('- **ingest** (kafka): no broker');
  });
});
