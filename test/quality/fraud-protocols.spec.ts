import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { recordSkip } from '#test-support';
import { adbenchProtocol } from '../bench/fraud/protocols/adbench.ts';
import { handbookProtocol, readPublishedFeatures } from '../bench/fraud/protocols/handbook.ts';
import { ulbProtocol } from '../bench/fraud/protocols/ulb.ts';
import { config } from '../support/config.ts';

const folder = config.benchmarkData ?? '';
const hasData = existsSync(path.join(folder, 'fraud'));
if (!hasData) recordSkip('protocols of the fraud benchmarks', 'CARTWISE_BENCHMARK_DATA names no folder');

const positives = ({ labels }: { readonly labels: readonly boolean[] }) => labels.filter(Boolean).length;

(hasData ? describe : describe.skip)('the protocols of the fraud benchmarks', () => {
  it('cut the weeks of the Handbook as it does', async () => {
    const folds = await handbookProtocol('test', readPublishedFeatures).folds(folder, 1);
    expect(folds.map(({ name }) => name)).toEqual(['2018-07-25', '2018-08-01', '2018-08-08', '2018-08-15']);
    // As published.
    const [first] = folds;
    expect(first && [first.train.rowCount, positives(first.train)]).toEqual([67_240, 598]);
    expect(first && [first.test.rowCount, positives(first.test)]).toEqual([58_264, 385]);
    expect(first?.train.columns).toHaveLength(15);
    expect(first?.days).toHaveLength(58_264);
  }, 60_000);

  it('count the rows and frauds of ULB with and without equal rows, each tested once', async () => {
    const all = await ulbProtocol({ isDeduplicated: false, folds: 'five' }).folds(folder, 1);
    const rows = all.map(({ test }) => test.rowCount).reduce((a, b) => a + b, 0);
    expect([rows, all.map(({ test }) => positives(test)).reduce((a, b) => a + b, 0)]).toEqual([113_922, 179]);
    const [single] = await ulbProtocol({ isDeduplicated: true, folds: 'all' }).folds(folder, 1);
    expect(single && [single.test.rowCount, positives(single.test)]).toEqual([90_992, 172]);
  }, 60_000);

  it('draw and scale five sets of ADBench', async () => {
    const folds = await adbenchProtocol.folds(folder, 1);
    expect(folds.map(({ name }) => name)).toEqual(['annthyroid', 'donors', 'http', 'satellite', 'shuttle']);
    expect(folds.map(({ train, test }) => train.rowCount + test.rowCount)).toEqual([
      7_200, 10_000, 10_000, 6_435, 10_000,
    ]);
    for (const { train } of folds) {
      for (const column of train.values) {
        expect(column.every((value) => value >= 0 && value <= 1)).toBe(true);
      }
    }
  }, 60_000);
});
