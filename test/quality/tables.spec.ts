import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordSkip, startProcess } from '#test-support';
import { config } from '../support/config.ts';

const data = config.benchmarkData;
const hasData = data !== undefined && existsSync(data);
if (!hasData) recordSkip('train-table on public data', 'CARTWISE_BENCHMARK_DATA names no folder');

/** The figure of a model as the terminal shows it. */
const figureOf = (output: string, model: string, place: number): number => {
  const line = output.split('\n').find((each) => each.startsWith(model)) ?? '';
  return Number([...line.matchAll(/(\d\.\d{4})/g)][place]?.[1]);
};

(hasData ? describe : describe.skip)('train-table on public data', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-tables-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  async function cartwise(...args: readonly string[]): Promise<string> {
    const child = startProcess('cli/src/main', {}, args);
    const code = await child.exited();
    if (code !== 0) throw new Error(child.output());
    return child.output();
  }

  it('tells ten digits apart by their pixels, and says so of every row', async () => {
    const file = path.join(data ?? '', 'rec', 'digits.csv.gz');
    const out = path.join(folder, 'digits');
    const trained = await cartwise(
      ...[
        'train-table',
        file,
        '--no-header',
        '-l',
        '65',
        '-m',
        'dense',
        '--folds',
        '2',
        '--epochs',
        '15',
        '-o',
        out,
      ],
    );
    // 97 to 98 % is what a network of this size reaches.
    expect(figureOf(trained, 'dense', 0)).toBeGreaterThan(0.93);
    const predictions = path.join(folder, 'digits.csv');
    const predicted = await cartwise('predict-table', out, file, '--no-header', '-o', predictions);
    expect(predicted).toContain('1,797 rows predicted.');
    const [header, row] = (await readFile(predictions, 'utf8')).split('\n');
    expect(header).toMatch(/^column 1,.*,predicted,probability of 0,probability of 1,.*,probability of 9$/);
    const probabilities = row?.split(',').slice(-10).map(Number) ?? [];
    expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 4);
  }, 240_000);

  it('finds the fraud among payments', async () => {
    const file = path.join(data ?? '', 'fraud', 'payment_fraud_39k.csv.gz');
    const out = path.join(folder, 'payments');
    const trained = await cartwise(
      ...['train-table', file, '-l', 'label', '-m', 'boosted', '--folds', '2', '-o', out],
    );
    expect(trained).toContain('39,221 rows');
    expect(figureOf(trained, 'boosted', 4)).toBeGreaterThan(0.99);
  }, 240_000);
});
