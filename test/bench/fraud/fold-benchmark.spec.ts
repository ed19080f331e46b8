import { describe, expect, it } from '@jest/globals';
import type { Fold, MeasuredModel, Protocol } from './fold.ts';
import { foldBenchmark } from './fold-benchmark.ts';
import type { FraudRow, FraudRunOptions } from './fraud-benchmark.ts';
import type { LabelledTable } from './labelled-table.ts';
import { measureScores } from './measure-scores.ts';

/** A column that tells fraud apart, the higher the likelier. */
const table = (rows: number): LabelledTable => ({
  columns: ['amount'],
  rowCount: rows,
  values: [Float32Array.from({ length: rows }, (_, row) => row)],
  labels: Array.from({ length: rows }, (_, row) => row >= rows - 5),
});
const folds: readonly Fold[] = ['first', 'second'].map((name) => ({
  name,
  train: table(6_000),
  test: table(100),
}));
const protocol: Protocol<Fold> = {
  folds: () => Promise.resolve(folds),
  measure: (scored, areLogOdds) =>
    measureScores(
      scored.map(({ fold, scores }) => ({ scores, labels: fold.test.labels })),
      areLogOdds,
    ),
};
const model = (name: string, sign: number, learntFrom: number[]): MeasuredModel => ({
  model: name,
  areLogOdds: false,
  score: ({ train, test }) => {
    learntFrom.push(train.rowCount);
    const scores = Float64Array.from(test.values[0] ?? [], (value) => sign * value);
    return Promise.resolve({ scores, seconds: 3 });
  },
});
const options: FraudRunOptions = { folder: '', seed: 1, quick: false, report: () => undefined };

async function rowsOf(models: readonly MeasuredModel[], over: Partial<FraudRunOptions> = {}) {
  const benchmark = foldBenchmark({ name: 'rows', describes: '', targets: [] }, protocol, models);
  const rows: FraudRow[] = [];
  for await (const row of benchmark.run({ ...options, ...over })) rows.push(row);
  return rows;
}

describe('a benchmark of folds', () => {
  it('measures every model over all folds, with intervals', async () => {
    const [right, wrong] = await rowsOf([model('right', 1, []), model('wrong', -1, [])]);
    expect(right).toMatchObject({ model: 'right', metrics: { AP: 1, AUC: 1 }, testRows: 200 });
    expect(right?.trainSeconds).toBe(6);
    expect(right?.intervals['AP']).toEqual({ low: 1, high: 1 });
    expect(wrong?.metrics['AUC']).toBe(0);
    expect(right?.metrics).not.toHaveProperty('ECE');
  });

  it('measures only the models that are named, and learns from a part of one fold when in a hurry', async () => {
    const learntFrom: number[] = [];
    const models = [model('one', 1, learntFrom), model('other', 1, learntFrom)];
    const rows = await rowsOf(models, { models: ['other'], quick: true });
    expect(rows.map((row) => [row.model, row.testRows])).toEqual([['other', 100]]);
    expect(learntFrom).toEqual([4_000]);
  });
});
