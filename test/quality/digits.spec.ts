import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { recordSkip } from '#test-support';
import { readDigits } from '../bench/quality/digits/read-digits.ts';
import { runDigits } from '../bench/quality/digits/run-digits.ts';
import { config } from '../support/config.ts';

const folder = config.benchmarkData;
const hasData = folder !== undefined && existsSync(folder);
if (!hasData) recordSkip('image encoder on the UCI digits', 'CARTWISE_BENCHMARK_DATA names no folder');

(hasData ? describe : describe.skip)('an encoder of real images', () => {
  it('knows digits it never saw, and puts like beside like', async () => {
    const digits = await readDigits(folder ?? '');
    const { metrics, testQueries } = await runDigits(digits, {
      model: 'convolutional-encoder',
      seed: 1,
      report: () => undefined,
      foldsMost: 1,
      epochs: 4,
    });
    expect(testQueries).toBe(360);
    // Floors of a fold and four epochs; `npm run bench -- quality --benchmark digits` has the full figures.
    expect(metrics['accuracy']).toBeGreaterThan(0.93);
    expect(metrics['precision@10']).toBeGreaterThan(0.9);
  }, 240_000);
});
