import { beforeAll, describe, expect, it } from '@jest/globals';
import { ArtifactError } from '../artifact/artifact-error.ts';
import { metricOf } from '../evaluation/model-evaluation.ts';
import { trainBoosting } from '../classifiers/boosting/train-boosting.ts';
import type { PlannedMember } from '../classifiers/ensemble/train-ensemble.ts';
import { Random } from '../random.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { DriftCounts } from './drift/drift-counts.ts';
import { shareBelow } from './fraud-model.ts';
import { loadFraudModel } from './load-fraud-model.ts';
import { readUsualValues, USUAL_FILE } from './usual-values.ts';
import { SESSION_COLUMN_COUNT } from './session/session-encoder.ts';
import { trainFraudModel, type TrainFraudModelOptions } from './train-fraud-model.ts';

const COLUMNS = ['amount', 'items', 'declines', 'constant'];

/** Ordinary orders: the amount follows the items, hardly any declines. Fraud breaks both. */
function orders(count: number, random: Random): { rows: Float64Array[]; labels: boolean[] } {
  const labels = Array.from({ length: count }, (_, i) => i % 20 === 19);
  const rows = labels.map((isFraud) => {
    const items = 1 + 3 * random.next();
    const amount = isFraud ? 12 + random.normal() : 2 * items + 0.2 * random.normal();
    return Float64Array.of(amount, items, isFraud ? 3 : 0.1 * random.normal(), 7);
  });
  return { rows, labels };
}

/** Quick, for what is tested is the file and not how good the model is. */
const BOOSTED: PlannedMember = {
  weight: 1,
  train: ({ data, random, progress }) =>
    trainBoosting({ data, random, progress, config: { rounds: 10, bags: 1, binsMost: 63 } }),
};

let tf: TensorFlow;
const options = (over: Partial<TrainFraudModelOptions> = {}): TrainFraudModelOptions => ({
  tf,
  backend: 'cpu',
  ...orders(600, new Random(1)),
  columns: COLUMNS,
  seed: 3,
  version: 'fraud-test',
  trainedAtMs: 3,
  dataFromMs: 1,
  dataUntilMs: 2,
  budget: { hidden: [6, 2, 6], epochs: 12, batchSize: 64 },
  classifierMembers: [BOOSTED],
  ...over,
});

describe('trainFraudModel', () => {
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('cpu'));
  });

  it('gives a detector that finds fraud it never saw, and names what is odd', async () => {
    const trained = await trainFraudModel(options());
    const model = loadFraudModel(trained.files);
    const ordinary = model.score(Float64Array.of(4, 2, 0, 7));
    const odd = model.score(Float64Array.of(4, 2, 3, 7));
    const shares = model.sharesOf(odd);

    expect(metricOf(trained.evaluations[0] ?? { model: '', metrics: [] }, 'roc auc')).toBeGreaterThan(0.95);
    expect(ordinary.score).toBeLessThan(0.9);
    expect(odd.score).toBeGreaterThan(0.99);
    expect(odd.score).toBeLessThan(1);
    expect(shares[0]?.feature).toBe('declines');
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(shares.find(({ feature }) => feature === 'constant')?.share).toBeLessThan(0.2);
  });

  it('knows what is usual of each feature, known fraud left out', async () => {
    const model = loadFraudModel((await trainFraudModel(options())).files);
    expect(model.usual('constant')).toBe(7);
    expect(model.usual('items')).toBeCloseTo(2.5, 0);
    expect(Math.abs(model.usual('declines') ?? 9)).toBeLessThan(0.05);
    expect(model.usual('weather')).toBeUndefined();
  });

  it('serves from a version that does not keep what is usual', async () => {
    const { files } = await trainFraudModel(options());
    expect(readUsualValues(new Map([...files].filter(([name]) => name !== USUAL_FILE)))).toBeUndefined();
  });

  it('keeps what orders looked like, to tell how far they have moved since', async () => {
    const few = loadFraudModel((await trainFraudModel(options())).files);
    expect(few.baseline).toBeUndefined();
    const trained = await trainFraudModel(options({ ...orders(2_000, new Random(1)) }));
    const model = loadFraudModel(trained.files);
    const { baseline } = model;
    if (baseline === undefined) throw new Error('the baseline is missing');
    const counts = DriftCounts.empty(baseline);
    for (const row of orders(1_000, new Random(7)).rows) counts.add(row, model.score(row).score);
    const { features, score } = counts.measure();
    expect(Math.max(...features)).toBeLessThan(0.25);
    expect(score).toBeLessThan(0.25);
  });

  it('spreads ordinary orders over the whole scale', async () => {
    const model = loadFraudModel((await trainFraudModel(options())).files);
    const { rows, labels } = orders(400, new Random(99));
    const scores = rows.filter((_, i) => !labels[i]).map((row) => model.score(row).score);
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(mean).toBeGreaterThan(0.4);
    expect(mean).toBeLessThan(0.6);
  });

  it('repeats itself for a seed, loads to equal scores, and leaves no tensors behind', async () => {
    const before = tf.memory().numTensors;
    const [one, two] = [await trainFraudModel(options()), await trainFraudModel(options())];
    expect(tf.memory().numTensors).toBe(before);
    expect(two.sha256).toBe(one.sha256);
    const row = Float64Array.of(5, 2, 1, 7);
    expect(loadFraudModel(two.files).score(row)).toEqual(loadFraudModel(one.files).score(row));
  });

  it('has a model of sessions where there are past ones, and is else the same without', async () => {
    const sessions = Array.from({ length: 100 }, (_, i) => {
      const row = new Float32Array(SESSION_COLUMN_COUNT);
      row[i % 3] = 1;
      return { rows: [row, row], isAttack: i % 3 === 2 };
    });
    const [one, two] = [await trainFraudModel(options()), await trainFraudModel(options({ sessions }))];
    const [without, model] = [loadFraudModel(one.files), loadFraudModel(two.files)];
    expect(without.sessions).toBeUndefined();
    const [good, , attack] = sessions.map(({ rows }) => model.sessions?.highestOf(rows) ?? NaN);
    expect(attack).toBeGreaterThan(good ?? NaN);
    expect(two.evaluations.map(({ model: name }) => name)).toContain('session');
    const row = Float64Array.of(5, 2, 1, 7);
    expect(model.score(row)).toEqual(without.score(row));
  });

  it('refuses too few orders, a changed file and a row of another width', async () => {
    await expect(trainFraudModel(options({ rows: orders(50, new Random(1)).rows }))).rejects.toThrow(
      '50 orders',
    );
    const { files } = await trainFraudModel(options());
    expect(() => loadFraudModel(new Map(files).set('scale.bin', new Uint8Array(3)))).toThrow(ArtifactError);
    expect(() => loadFraudModel(files).score(new Float64Array(2))).toThrow(
      'a row of 2 features, the model has 4',
    );
  });

  it('stops when it is told to, without leaving tensors', async () => {
    const before = tf.memory().numTensors;
    const abort = new AbortController();
    const run = trainFraudModel(
      options({ signal: abort.signal, progress: () => abort.abort(new Error('enough')) }),
    );
    await expect(run).rejects.toThrow('enough');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('shareBelow', () => {
  it('grows with the error and never reaches 1', () => {
    const sorted = Float64Array.of(1, 2, 2, 4);
    const shares = [0, 0.5, 1, 1.5, 2, 3, 4, 5, 100].map((x) => shareBelow(sorted, x));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThan(1);
    expect(shares[0]).toBe(0);
  });

  it('says nothing is odd when every error was 0', () => {
    expect(shareBelow(new Float64Array(5), 0)).toBeLessThan(1);
  });
});
