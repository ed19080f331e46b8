import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { packArrays, unpackArrays } from '../../artifact/arrays.ts';
import { averagePrecision, rocAuc } from '../../evaluation/classification.ts';
import { Random } from '../../random.ts';
import type { FeatureMatrix } from '../../tables/feature-matrix.ts';
import { describeClassifier } from '../../testing/classifier-contract.ts';
import { openTensorFlow } from '../../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../../tensorflow/tensorflow.ts';
import type { LabelledMatrix } from '../labelled-matrix.ts';
import { rowOf } from '../row-of.ts';
import { DenseClassifier } from './dense-classifier.ts';
import { DENSE_LOSSES, DENSE_OPTIMISERS, type DenseConfig } from './dense-config.ts';
import { DenseSoftmax } from './dense-softmax.ts';
import { trainDense, trainDenseSoftmax } from './train-dense.ts';

/** Two columns whose product has a sign that is the class, a third that is missing more often in class 1. */
function crossed(count: number, random: Random, classes = 2): LabelledMatrix {
  const columns = ['a', 'b', 'c'];
  const values = columns.map(() => new Float32Array(count));
  const labels = new Int32Array(count);
  for (let row = 0; row < count; row++) {
    const [a, b] = [random.normal(), random.normal()];
    const label = classes === 2 ? Number(a * b > 0) : Number(a > 0) + Number(b > 0);
    labels[row] = label;
    const isMissing = random.next() < (label === 1 ? 0.4 : 0.1);
    for (const [column, value] of [a, 1_000 + 50 * b, isMissing ? NaN : random.normal()].entries()) {
      const into = values[column];
      if (into !== undefined) into[row] = value;
    }
  }
  return { matrix: { columns, rowCount: count, values }, labels };
}

const allRows = (matrix: FeatureMatrix): Int32Array =>
  Int32Array.from({ length: matrix.rowCount }, (_, row) => row);
const isPositive = (labels: Int32Array): boolean[] => Array.from(labels, (label) => label === 1);

let tf: TensorFlow;
beforeAll(async () => {
  ({ tf } = await openTensorFlow('wasm'));
});

const train = (data: LabelledMatrix, over: Partial<DenseConfig> = {}, seed = 1) =>
  trainDense({ tf, data, config: { epochs: 25, batchSize: 32, ...over }, random: new Random(seed) });

describe('a dense network', () => {
  let tensors: number;
  beforeEach(() => {
    tensors = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it.each(DENSE_OPTIMISERS.map((optimiser) => [optimiser]))(
    'learns with %s what no straight line separates',
    async (optimiser) => {
      const model = await train(crossed(800, new Random(2)), { optimiser });
      const unseen = crossed(300, new Random(3));
      const logits = Array.from(allRows(unseen.matrix), (row) => model.logit(rowOf(unseen.matrix, row)));
      expect(rocAuc(logits, isPositive(unseen.labels))).toBeGreaterThan(0.95);
    },
  );

  it.each(DENSE_LOSSES.map((loss) => [loss]))('learns many classes by %s', async (loss) => {
    const data = crossed(800, new Random(4), 3);
    const config = { loss, epochs: 25, batchSize: 32 };
    const model = await trainDenseSoftmax({ tf, data, config, random: new Random(1) }, 3);
    const unseen = crossed(300, new Random(5), 3);
    const hits = [...allRows(unseen.matrix)].filter((row) => {
      const logits = model.logits(rowOf(unseen.matrix, row));
      return logits.indexOf(Math.max(...logits)) === unseen.labels[row];
    });
    expect(hits.length / 300).toBeGreaterThan(0.9);
    const reloaded = DenseSoftmax.from(unpackArrays(packArrays(model.state())));
    expect(reloaded.logits(rowOf(unseen.matrix, 0))).toEqual(model.logits(rowOf(unseen.matrix, 0)));
    const { logit, base, contributions } = reloaded.explain(rowOf(unseen.matrix, 0), 2);
    expect(base + contributions.reduce((sum, part) => sum + part, 0)).toBeCloseTo(logit, 8);
  });

  it('finds rare rows with a focal loss too, and with balanced classes says more often that it did', async () => {
    const { matrix, labels } = crossed(1_500, new Random(6));
    const rows = allRows(matrix).filter((row) => labels[row] === 0 || row % 12 === 0);
    const pick = (values: Float32Array) => Float32Array.from(rows, (row) => values[row] ?? NaN);
    const rare: LabelledMatrix = {
      matrix: { columns: matrix.columns, rowCount: rows.length, values: matrix.values.map(pick) },
      labels: rows.map((row) => labels[row] ?? 0),
    };
    const unseen = crossed(500, new Random(7));
    const share = (model: DenseClassifier) => {
      const logits = Array.from(allRows(unseen.matrix), (row) => model.logit(rowOf(unseen.matrix, row)));
      expect(averagePrecision(logits, isPositive(unseen.labels))).toBeGreaterThan(0.9);
      return logits.filter((logit) => logit > 0).length / logits.length;
    };
    const plain = share(await train(rare, {}));
    expect(share(await train(rare, { classWeights: 'balanced' }))).toBeGreaterThan(plain);
    expect(share(await train(rare, { loss: 'focal' }))).toBeLessThan(0.6);
  });

  it('has parts that add up to the score exactly, however many layers, and none for what does not vary', async () => {
    const { matrix, labels } = crossed(400, new Random(8));
    const withConstant: FeatureMatrix = {
      columns: [...matrix.columns, 'constant'],
      rowCount: matrix.rowCount,
      values: [...matrix.values, new Float32Array(matrix.rowCount).fill(7)],
    };
    for (const hidden of [[64], [32, 16]]) {
      const model = await train({ matrix: withConstant, labels }, { hidden, epochs: 8 });
      for (const row of [0, 1, 2, 3]) {
        const { logit, base, contributions } = model.explain(rowOf(withConstant, row));
        expect(logit).toBe(model.logit(rowOf(withConstant, row)));
        expect(base + contributions.reduce((sum, part) => sum + part, 0)).toBeCloseTo(logit, 8);
        expect(contributions[3]).toBe(0);
      }
    }
  });

  it('takes being missing for a sign of its own', async () => {
    const model = await train(crossed(1_500, new Random(9)));
    const { contributions } = model.explain(Float64Array.of(0.5, 1_025, NaN));
    expect(contributions[2]).toBeGreaterThan(0.05);
  });

  it('is the same for a seed, another for another, and loads to equal scores', async () => {
    const made = crossed(200, new Random(10));
    const [one, two, other] = [
      await train(made, { epochs: 3 }),
      await train(made, { epochs: 3 }),
      await train(made, { epochs: 3 }, 2),
    ];
    const row = rowOf(made.matrix, 5);
    expect(two.state()).toEqual(one.state());
    expect(other.logit(row)).not.toBe(one.logit(row));
    const reloaded = DenseClassifier.from(unpackArrays(packArrays(one.state())));
    expect(reloaded.columns).toEqual(made.matrix.columns);
    expect(reloaded.explain(row)).toEqual(one.explain(row));
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    const data = crossed(200, new Random(12));
    const run = trainDense({ tf, data, random: new Random(1), signal: abort.signal });
    await expect(run).rejects.toThrow('enough');
  });
});

describeClassifier('a dense network', {
  train: (data, random) =>
    trainDense({ tf, data, random, config: { epochs: 10, batchSize: 64, learningRate: 1e-2 } }),
  from: (state) => DenseClassifier.from(state),
  learnsExclusiveOr: true,
});
