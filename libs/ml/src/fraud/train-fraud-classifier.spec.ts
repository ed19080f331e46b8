import { beforeAll, describe, expect, it } from '@jest/globals';
import { trainBoosting } from '../classifiers/boosting/train-boosting.ts';
import type { PlannedMember } from '../classifiers/ensemble/train-ensemble.ts';
import { averagePrecision } from '../evaluation/classification.ts';
import { Random } from '../random.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { readFraudClassifier } from './fraud-classifier.ts';
import { trainFraudClassifier } from './train-fraud-classifier.ts';

const COLUMNS = ['declines', 'amount', 'noise'];
const BOOSTED: PlannedMember = {
  weight: 1,
  train: ({ data, random, progress }) =>
    trainBoosting({ data, random, progress, config: { rounds: 40, bags: 1, leafRowsMin: 5 } }),
};

/** The chance of fraud follows the declines and, where there are some, the amount. */
function orders(count: number, random: Random) {
  const rows = Array.from({ length: count }, () =>
    Float64Array.of(random.integer(5), 10 * random.next(), random.normal()),
  );
  const chance = ([declines = 0, amount = 0]: Float64Array) => (declines >= 3 ? 0.1 + 0.06 * amount : 0.02);
  return { rows, labels: rows.map((row) => random.next() < chance(row)) };
}

describe('the classifier of orders with known outcomes', () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('cpu'));
  });

  const train = (over: Partial<Parameters<typeof trainFraudClassifier>[0]> = {}) =>
    trainFraudClassifier({
      tf,
      ...orders(1_500, new Random(1)),
      columns: COLUMNS,
      random: new Random(2),
      members: [BOOSTED],
      ...over,
    });

  it('finds fraud it never saw, with probabilities that are kept, and says what speaks for it', async () => {
    const trained = await train();
    const { rows, labels } = orders(3_000, new Random(9));
    const scores = rows.map((row) => trained?.score(row).probability ?? 0);
    expect(averagePrecision(scores, labels)).toBeGreaterThan(0.35);
    const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
    expect(mean(scores)).toBeCloseTo(mean(labels.map(Number)), 1);
    const bad = trained?.score(Float64Array.of(4, 9, 0));
    expect(bad?.probability).toBeGreaterThan(0.3);
    const parts = [...(trained?.contributions(Float64Array.of(4, 9, 0)) ?? [])];
    expect((bad?.base ?? 0) + parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(bad?.logit ?? NaN, 6);
    expect(parts[0]).toBe(Math.max(...parts));
  });

  it('is the same after it was kept in files', async () => {
    const trained = await train();
    const loaded = readFraudClassifier(trained?.files() ?? new Map());
    for (const row of orders(20, new Random(4)).rows) {
      expect(loaded?.score(row)).toEqual(trained?.score(row));
      expect(loaded?.contributions(row)).toEqual(trained?.contributions(row));
    }
  });

  it('needs enough known frauds, and enough good orders', async () => {
    const { rows, labels } = orders(1_500, new Random(1));
    const few = labels.map((label, i) => label && i < 60);
    expect(await train({ rows, labels: few })).toBeUndefined();
    expect(await train({ rows, labels: labels.map(() => true) })).toBeUndefined();
    expect(readFraudClassifier(new Map())).toBeUndefined();
  });

  it('joins boosted trees and a dense network, and leaves no tensors', async () => {
    const before = tf.memory().numTensors;
    const { rows, labels } = orders(300, new Random(5));
    const trained = await trainFraudClassifier({ tf, rows, labels, columns: COLUMNS, random: new Random(2) });
    const likely = (declines: number) => trained?.score(Float64Array.of(declines, 9, 0)).probability ?? NaN;
    expect(likely(4)).toBeGreaterThan(likely(0));
    expect(tf.memory().numTensors).toBe(before);
  });
});
