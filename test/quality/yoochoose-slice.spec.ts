import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { THOROUGH } from '#ml';
import { recordSkip } from '#test-support';
import { YOOCHOOSE_SLICE } from '../bench/quality/benchmarks.ts';
import { runQuality } from '../bench/quality/run-quality.ts';
import { config } from '../support/config.ts';

const folder = config.benchmarkData;
const hasData = folder !== undefined && existsSync(folder);
if (!hasData) recordSkip('quality on the Yoochoose slice', 'CARTWISE_BENCHMARK_DATA names no folder');

/** Counts alone, searched briefly: seconds. */
const BRIEF = {
  ...THOROUGH,
  tuning: { queriesMost: 150, roundsMost: 1 },
  attention: { ...THOROUGH.attention, epochs: 0 },
  challengers: [],
  fittingQueriesMost: 800,
};

(hasData ? describe : describe.skip)('a recommender of real clicks', () => {
  it('serves a blend that is better than each of its sources, and not worse than it was', async () => {
    const data = await YOOCHOOSE_SLICE.load(folder ?? '');
    const rows = await runQuality(YOOCHOOSE_SLICE, data, {
      seed: 1,
      testMost: 500,
      budget: BRIEF,
      report: () => undefined,
    });
    const mrr = new Map(rows.map(({ model, metrics }) => [model, metrics['mrr@20'] ?? 0]));
    const [blend, ...sources] = mrr.values();
    expect([...mrr.keys()][0]).toBe('blend');
    expect(blend).toBeGreaterThan(Math.max(...sources));
    // Floors, below what was measured (0.287 and 0.60) by two standard errors.
    expect(blend).toBeGreaterThan(0.25);
    expect(rows[0]?.metrics['hitRate@20']).toBeGreaterThan(0.55);
  }, 240_000);
});
