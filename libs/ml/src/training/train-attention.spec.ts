import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CHECKERBOARD_ITEMS, checkerboard, visit } from '../testing/checkerboard.ts';
import { familyOf, NOISY_ITEMS, noisyViews } from '../testing/noisy-views.ts';
import { describeRecommender } from '../testing/recommender-contract.ts';
import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import { AttentionPooling } from '../models/attention-pooling.ts';
import { kindWeights } from '../models/kind-weights.ts';
import { NOT_ONE } from '../models/recommender.ts';
import { attentionFrom, LOGIT_SCALE } from '../models/attention-weights.ts';
import { Random } from '../random.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { attentionBatches } from './attention-batches.ts';
import { attentionLoss, type AttentionVariables } from './attention-loss.ts';
import { trainAttention, type AttentionConfig } from './train-attention.ts';

const CONFIG: AttentionConfig = {
  dimension: 8,
  historyMost: 5,
  epochs: 3,
  stepsMost: 1_000,
  batchPositions: 64,
  negatives: 16,
  learningRate: 5e-3,
  dropout: 0.1,
  start: 'eigenvectors',
};

/** Shoppers walk six steps along a ring of items, from anywhere. */
function ring(shoppers: number, itemCount: number, random: Random): InteractionSequence[] {
  return Array.from({ length: shoppers }, (_, number) => {
    const start = random.integer(itemCount);
    const items = Int32Array.from({ length: 6 }, (_, step) => (start + step) % itemCount);
    return {
      owner: `u:${number}`,
      items,
      kinds: new Uint8Array(6),
      timesMs: Float64Array.from(items.keys()),
      groups: new Int32Array(6),
    };
  });
}

/** Share of histories of three steps whose next step is among the five best; `nameOf` says what a ring's place is called. */
function hitRate(model: AttentionPooling, itemCount: number, nameOf = (place: number) => place): number {
  const starts = Array.from({ length: itemCount }, (_, i) => i);
  const hits = starts.filter((start) => {
    const steps = [0, 1, 2].map((step) => nameOf((start + step) % itemCount));
    return model.candidates(visit(steps), 5).items.includes(nameOf((start + 3) % itemCount));
  });
  return hits.length / itemCount;
}

const train = (
  tf: TensorFlow,
  sequences: readonly InteractionSequence[],
  itemCount: number,
  over: Partial<AttentionConfig> = {},
) => trainAttention({ tf, sequences, itemCount, config: { ...CONFIG, ...over }, random: new Random(1) });

describe('trainAttention', () => {
  let tf: TensorFlow;
  let tensors: number;
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
    tensors = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('learns what comes next, far better from the eigenvectors than from a random start', async () => {
    const sequences = ring(150, 60, new Random(2));
    const brief = { epochs: 2, dimension: 16 };
    const eigen = await train(tf, sequences, 60, brief);
    const random = await train(tf, sequences, 60, { ...brief, start: 'random' });
    expect(hitRate(eigen, 60)).toBeGreaterThan(0.9);
    expect(hitRate(random, 60)).toBeLessThan(0.6);
  });

  it('goes on from a model whose items were numbered otherwise', async () => {
    const config = { ...CONFIG, dimension: 16 };
    const before = await train(tf, ring(150, 60, new Random(2)), 60, config);
    // A place of the ring is called 43 · place now, and 7 · 43 = 1 modulo 60.
    const nameOf = (place: number) => (43 * place) % 60;
    const sequences = ring(60, 60, new Random(7)).map((each) => ({ ...each, items: each.items.map(nameOf) }));
    const rowOf = Int32Array.from({ length: 60 }, (_, name) => (7 * name) % 60);
    const brief = { ...config, epochs: 1 };
    const given = { tf, sequences, itemCount: 60 };
    const warm = await trainAttention({
      ...given,
      config: brief,
      random: new Random(1),
      warm: { weights: before.weights, rowOf },
    });
    const cold = await trainAttention({
      ...given,
      config: { ...brief, start: 'random' },
      random: new Random(1),
    });
    expect(hitRate(warm, 60, nameOf)).toBeGreaterThan(0.9);
    expect(hitRate(cold, 60, nameOf)).toBeLessThan(0.5);
    // What it went on from is as it was.
    expect(hitRate(before, 60)).toBeGreaterThan(0.9);
  });

  it('puts an item that is new near the items it is seen with', async () => {
    const before = await train(tf, checkerboard(60, new Random(3)), CHECKERBOARD_ITEMS);
    const fresh = CHECKERBOARD_ITEMS;
    // Shoppers of even items meet it in the middle of a visit.
    const sequences = checkerboard(30, new Random(4)).map((each, number) =>
      number % 2 === 0 ? { ...each, items: each.items.with(1, fresh) } : each,
    );
    const rowOf = Int32Array.from({ length: fresh + 1 }, (_, item) => (item === fresh ? -1 : item));
    const { weights } = await trainAttention({
      tf,
      sequences,
      itemCount: fresh + 1,
      config: { ...CONFIG, epochs: 1 },
      random: new Random(1),
      warm: { weights: before.weights, rowOf },
    });
    const vector = (item: number) => weights.items.subarray(item * 8, (item + 1) * 8);
    const cosine = (item: number) =>
      vector(item).reduce((sum, value, i) => sum + value * (vector(fresh)[i] ?? 0), 0);
    const mean = (items: readonly number[]) =>
      items.reduce((sum, item) => sum + cosine(item), 0) / items.length;
    const halves = Array.from({ length: CHECKERBOARD_ITEMS / 2 }, (_, half) => 2 * half);
    expect(mean(halves)).toBeGreaterThan(0.5);
    expect(mean(halves.map((even) => even + 1))).toBeLessThan(0.2);
  });

  it('repeats itself for a seed', async () => {
    const sequences = checkerboard(20, new Random(3));
    const one = await train(tf, sequences, CHECKERBOARD_ITEMS);
    const two = await train(tf, sequences, CHECKERBOARD_ITEMS);
    expect(two.weights).toEqual(one.weights);
  });

  it('learns the carts of a shop whose views are noise, when it is told what they say', async () => {
    const sequences = noisyViews(160, new Random(6));
    const share = async (kindPower: number) => {
      const config = { ...CONFIG, epochs: 4, batchPositions: 128 };
      const model = await trainAttention({
        tf,
        sequences,
        itemCount: NOISY_ITEMS,
        config,
        kindPower,
        random: new Random(1),
      });
      // Asked right after the first cart of the last visit: the second is of its family.
      const hits = sequences.map(({ items }) => {
        const best = model.candidates(visit([...items.subarray(0, -1)]), 5).items;
        return best.filter((item) => familyOf(item) === familyOf(items.at(-1) ?? 0)).length / 5;
      });
      return hits.reduce((sum, each) => sum + each, 0) / hits.length;
    };
    expect(await share(2)).toBeGreaterThan((await share(0)) + 0.05);
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    const run = trainAttention({
      tf,
      sequences: ring(400, 60, new Random(2)),
      itemCount: 60,
      config: CONFIG,
      random: new Random(1),
      signal: abort.signal,
      progress: () => abort.abort(new Error('enough')),
    });
    await expect(run).rejects.toThrow('enough');
  });

  it('comes to the same scores on another backend', async () => {
    const sequences = checkerboard(20, new Random(3));
    const onWasm = await train(tf, sequences, CHECKERBOARD_ITEMS);
    const cpu = await openTensorFlow('cpu');
    const onCpu = await train(cpu.tf, sequences, CHECKERBOARD_ITEMS);
    await openTensorFlow('wasm');
    const items = Int32Array.from({ length: CHECKERBOARD_ITEMS }, (_, i) => i);
    const [a, b] = [onWasm, onCpu].map((model) => model.score(visit([2, 4]), items));
    const differences = [...items].map((item) => Math.abs((a?.[item] ?? NaN) - (b?.[item] ?? NaN)));
    // Of logits up to 14, after some twenty steps of float32 rounding in another order.
    expect(Math.max(...differences)).toBeLessThan(0.05);
  });
});

describe('attention on its own', () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
  });

  it('computes in plain arrays what the network computes in tensors', async () => {
    const model = await train(tf, checkerboard(30, new Random(4)), CHECKERBOARD_ITEMS);
    const { weights } = model;
    const d = weights.dimension;
    const items = [2, 4, 6];
    const target = 8;
    const loss = tf.tidy(() => {
      const variables = {
        items: tf.variable(tf.tensor2d(weights.items, [CHECKERBOARD_ITEMS, d])),
        queryWeights: tf.variable(tf.tensor2d(weights.queryWeights, [d, d])),
        keyWeights: tf.variable(tf.tensor2d(weights.keyWeights, [d, d])),
        energy: tf.variable(tf.tensor1d(weights.energy)),
        distanceVectors: tf.variable(tf.tensor2d(weights.distanceVectors, [weights.historyMost, d])),
        distanceBias: tf.variable(tf.tensor1d(weights.distanceBias)),
        output: tf.variable(tf.tensor2d(weights.output, [2 * d, d])),
      } as unknown as AttentionVariables;
      const batch = {
        size: 1,
        length: 3,
        inputs: Int32Array.from(items),
        targets: Int32Array.of(4, 6, target),
        targetKinds: Uint8Array.of(0, 3, 3),
      };
      const negatives = { items: Int32Array.of(1, 3), logExpected: Float32Array.of(0.5, -0.5) };
      const value =
        attentionLoss(tf, variables, batch, negatives, tf.ones([1, 3, d]), kindWeights(1)).dataSync()[0] ??
        NaN;
      tf.dispose(Object.values(variables));
      return value;
    });
    // The same sampled softmax from the scores of the inference code, for each prefix.
    const expected = [1, 2, 3].map((length) => {
      const scores = model.score(
        visit(items.slice(0, length)),
        Int32Array.of([4, 6, target][length - 1] ?? 0, 1, 3),
      );
      const [right = 0, one = 0, two = 0] = scores;
      return Math.log(1 + Math.exp(one - 0.5 - right) + Math.exp(two + 0.5 - right));
    });
    // A view says a fifth of a purchase.
    const [first = 0, second = 0, third = 0] = expected;
    expect(loss).toBeCloseTo((0.2 * first + second + third) / 2.2, 4);
  });

  it('names the item of the history that points at the suggestion', async () => {
    const model = await train(tf, checkerboard(60, new Random(5)), CHECKERBOARD_ITEMS);
    expect([...model.because(visit([3, 8]), Int32Array.of(6, 5, 8))]).toEqual([8, 3, NOT_ONE]);
    expect([...model.because(visit([]), Int32Array.of(8))]).toEqual([NOT_ONE]);
    expect(Math.max(...model.score(visit([4]), Int32Array.of(2, 6, 8)))).toBeLessThanOrEqual(
      LOGIT_SCALE + 1e-3,
    );
  });

  describeRecommender('attention', {
    train: (sequences) => train(tf, sequences, CHECKERBOARD_ITEMS),
    reload: (model) =>
      new AttentionPooling(attentionFrom(unpackArrays(packArrays((model as AttentionPooling).state())))),
    learns: 'colours',
    tensors: () => tf.memory().numTensors,
  });
});

describe('attentionBatches', () => {
  it('trains every step of every sequence once', () => {
    const sequences = ring(7, 50, new Random(1)).map((sequence) => ({
      ...sequence,
      items: Int32Array.from({ length: 23 }, (_, i) => i),
    }));
    const batches = attentionBatches(sequences, { historyMost: 5, positions: 12 }, new Random(2));
    const steps = batches.flatMap(({ inputs, targets }) =>
      [...inputs].map((input, i) => [input, targets[i]]),
    );
    expect(steps).toHaveLength(7 * 22);
    expect(steps.every(([input, target]) => target === (input ?? 0) + 1)).toBe(true);
    expect(batches.every(({ length }) => length <= 5)).toBe(true);
  });
});
