import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import { Gru } from '../models/gru.ts';
import { gruFrom } from '../models/gru-weights.ts';
import { Random } from '../random.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { CHECKERBOARD_ITEMS, checkerboard, visit } from '../testing/checkerboard.ts';
import { describeRecommender } from '../testing/recommender-contract.ts';
import { gruLoss, gruStates, type GruVariables } from './gru-loss.ts';
import { trainGru, type GruConfig } from './train-gru.ts';

const CONFIG: GruConfig = {
  dimension: 8,
  historyMost: 5,
  epochs: 12,
  stepsMost: 1_000,
  batchPositions: 60,
  samples: 8,
  alpha: 0.5,
  learningRate: 2e-2,
  dropout: 0.1,
  loss: { name: 'cross-entropy' },
  tables: 'tied',
};
const BPR_MAX: Partial<GruConfig> = { loss: { name: 'bpr-max', regularisation: 0.5 }, tables: 'separate' };

let tf: TensorFlow;
beforeAll(async () => {
  ({ tf } = await openTensorFlow('wasm'));
});

const train = (
  sequences: readonly InteractionSequence[],
  itemCount = CHECKERBOARD_ITEMS,
  over: Partial<GruConfig> = {},
) => trainGru({ tf, sequences, itemCount, config: { ...CONFIG, ...over }, random: new Random(1) });

/** Shoppers walk along a ring of items, up or down by where they started: two items are needed to know which way. */
function rings(shoppers: number, itemCount: number, random: Random): InteractionSequence[] {
  return Array.from({ length: shoppers }, (_, number) => {
    const start = random.integer(itemCount);
    const way = number % 2 === 0 ? 1 : itemCount - 1;
    const items = Int32Array.from({ length: 6 }, (_, step) => (start + step * way) % itemCount);
    return {
      owner: `u:${number}`,
      items,
      kinds: new Uint8Array(6),
      timesMs: Float64Array.from(items.keys()),
      groups: new Int32Array(6),
    };
  });
}

/** Share of histories of three steps whose next step is the best of all. */
function hitRate(model: Gru, itemCount: number): number {
  const asked = [1, itemCount - 1].flatMap((way) =>
    Array.from({ length: itemCount }, (_, start) =>
      [0, 1, 2, 3].map((step) => (start + step * way) % itemCount),
    ),
  );
  const hits = asked.filter((steps) => model.candidates(visit(steps.slice(0, 3)), 1).items[0] === steps[3]);
  return hits.length / asked.length;
}

describe('trainGru', () => {
  let tensors: number;
  beforeAll(() => {
    tensors = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it.each([
    ['cross-entropy, tied tables', {}],
    ['bpr-max, separate tables', BPR_MAX],
  ] as const)('remembers which way a shopper goes (%s)', async (_, over) => {
    const model = await train(rings(160, 20, new Random(2)), 20, {
      ...over,
      dimension: 16,
      epochs: 10,
      dropout: 0,
    });
    expect(hitRate(model, 20)).toBeGreaterThan(0.9);
  });

  it.each([
    // 60 draws out of 40 items miss one with a chance of (39/40)^60 = 0.22: of 36, 28 are drawn, give or take 2.5.
    { alpha: 0, least: 20, most: 35 },
    // An item that was never met is drawn 31^8 times less often than one that was met thirty times.
    { alpha: 8, least: 0, most: 0 },
  ])('draws its wrong answers by their count to the power $alpha', async ({ alpha, least, most }) => {
    const given = { alpha, samples: 60, dropout: 0 };
    const [met, itemCount, width] = [4, 40, CONFIG.dimension + 1];
    const vectorsAfter = async (stepsMost: number) =>
      (await train(rings(20, met, new Random(2)), itemCount, { ...given, stepsMost })).weights.outputs;
    const [before, after] = [await vectorsAfter(0), await vectorsAfter(1)];
    const hasMoved = (item: number) =>
      after.subarray(item * width, (item + 1) * width).some((value, i) => value !== before[item * width + i]);
    const unmet = Array.from({ length: itemCount - met }, (_, i) => met + i);
    const moved = unmet.filter(hasMoved).length;
    expect(moved).toBeGreaterThanOrEqual(least);
    expect(moved).toBeLessThanOrEqual(most);
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    const run = trainGru({
      tf,
      sequences: rings(400, 60, new Random(2)),
      itemCount: 60,
      config: CONFIG,
      random: new Random(1),
      signal: abort.signal,
      progress: () => abort.abort(new Error('enough')),
    });
    await expect(run).rejects.toThrow('enough');
  });

  it('computes in plain arrays what the network computes in tensors', async () => {
    const { weights, ...model } = await train(checkerboard(20, new Random(4)), CHECKERBOARD_ITEMS, BPR_MAX);
    const d = weights.dimension;
    const items = [2, 4, 6];
    const last = tf.tidy(() => {
      const variables = {
        inputWeights: tf.tensor2d(weights.inputWeights, [d, 3 * d]),
        bias: tf.tensor1d(weights.bias),
        gateWeights: tf.tensor2d(weights.gateWeights, [d, 2 * d]),
        candidateWeights: tf.tensor2d(weights.candidateWeights, [d, d]),
      } as unknown as GruVariables;
      const rows = items.flatMap((item) => [...weights.inputs.subarray(item * (d + 1), item * (d + 1) + d)]);
      const states = gruStates(tf, variables, tf.tensor3d(rows, [1, 3, d]));
      return [...states.dataSync()].slice(-d);
    });
    const expected = [8, 3].map((item) =>
      [...last, 1].reduce((sum, value, i) => sum + value * (weights.outputs[item * (d + 1) + i] ?? 0), 0),
    );
    const scores = [...new Gru(weights).score(visit(items), Int32Array.of(8, 3))];
    expect(scores).toEqual(expected.map((value) => expect.closeTo(value, 4)));
    expect(model.name).toBe('gru');
  });
});

describe('the losses of GRU4Rec', () => {
  /** One sequence of one step with one dimension: the state is 1, the target scores 2, two samples 1 and the target's own. */
  const lossOf = (loss: GruConfig['loss']) =>
    tf.tidy(() => {
      const answers = {
        targets: tf.tensor2d([2, 0], [1, 2]),
        samples: tf.tensor2d([0.5, 0.5, 2, 0], [2, 2]),
        isRight: tf.tensor3d([1, 0, 1], [1, 1, 3]),
      };
      return gruLoss(tf, tf.tensor3d([1], [1, 1, 1]), answers, loss).dataSync()[0];
    });

  it('are the formulae worked out by hand, and hold no target against itself', () => {
    expect(lossOf({ name: 'cross-entropy' })).toBeCloseTo(Math.log(Math.E ** 2 + Math.E) - 2, 5);
    // The one wrong answer has the whole share; its score is 1.
    const won = Math.log(1 + Math.exp(-1));
    expect(lossOf({ name: 'bpr-max', regularisation: 0 })).toBeCloseTo(won, 5);
    expect(lossOf({ name: 'bpr-max', regularisation: 0.3 })).toBeCloseTo(won + 0.3, 5);
  });
});

const reload = (model: unknown) => new Gru(gruFrom(unpackArrays(packArrays((model as Gru).state()))));
describeRecommender('gru (cross-entropy, tied tables)', {
  train: (sequences) => train(sequences),
  reload,
  learns: 'colours',
  tensors: () => tf.memory().numTensors,
});
describeRecommender('gru (bpr-max, separate tables)', {
  train: (sequences) => train(sequences, CHECKERBOARD_ITEMS, BPR_MAX),
  reload,
  learns: 'colours',
  tensors: () => tf.memory().numTensors,
});
