import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import { SelfAttention } from '../models/self-attention.ts';
import { selfAttentionFrom } from '../models/self-attention-weights.ts';
import { Random } from '../random.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { CHECKERBOARD_ITEMS, checkerboard, visit } from '../testing/checkerboard.ts';
import { describeRecommender } from '../testing/recommender-contract.ts';
import { trainSelfAttention, type SelfAttentionConfig } from './train-self-attention.ts';

const CONFIG: SelfAttentionConfig = {
  dimension: 8,
  blocks: 1,
  heads: 2,
  historyMost: 5,
  batchRows: 16,
  dropout: 0.1,
  loss: { name: 'cross-entropy' },
  epochs: 40,
  stepsMost: 60,
  learningRate: 2e-2,
};
const trainOn = (
  tf: TensorFlow,
  sequences: readonly InteractionSequence[],
  over: Partial<SelfAttentionConfig> = {},
) =>
  trainSelfAttention({
    tf,
    sequences,
    itemCount: CHECKERBOARD_ITEMS,
    config: { ...CONFIG, ...over },
    random: new Random(1),
  });

describe('trainSelfAttention', () => {
  let tf: TensorFlow;
  let tensors: number;
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
    tensors = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(tensors);
  });

  describeRecommender('self-attention', {
    train: (sequences) => trainOn(tf, sequences),
    reload: (model) =>
      new SelfAttention(selfAttentionFrom(unpackArrays(packArrays((model as SelfAttention).state())))),
    learns: 'colours',
    tensors: () => tf.memory().numTensors,
  });

  it.each([
    { name: 'sampled', negatives: 12 },
    { name: 'gbce', negatives: 12, calibration: 0.75 },
  ] as const)('learns from drawn wrong answers too, by $name', async (loss) => {
    const model = await trainOn(tf, checkerboard(60, new Random(1)), { loss, stepsMost: 150 });
    const best = model.candidates(visit([2, 8]), 8).items;
    expect([...best].filter((item) => item % 2 === 0)).toHaveLength(8);
  });

  it('knows the order of a history, not only what is in it', async () => {
    // After 0 1 comes 2, after 1 0 comes 3.
    const sequences = [
      ...checkerboard(0, new Random(1)),
      ...inOrder([0, 1, 2], 30),
      ...inOrder([1, 0, 3], 30),
    ];
    const model = await trainOn(tf, sequences);
    expect(model.candidates(visit([0, 1]), 1).items[0]).toBe(2);
    expect(model.candidates(visit([1, 0]), 1).items[0]).toBe(3);
  });

  it('refuses heads that do not divide the dimension, and stops when it is told to', async () => {
    await expect(trainOn(tf, [], { heads: 3 })).rejects.toThrow('heads 3 must divide dimension 8');
    const signal = AbortSignal.abort(new Error('enough'));
    const sequences = checkerboard(8, new Random(1));
    await expect(
      trainSelfAttention({
        tf,
        sequences,
        itemCount: CHECKERBOARD_ITEMS,
        config: CONFIG,
        random: new Random(1),
        signal,
      }),
    ).rejects.toThrow('enough');
  });

  it('says so when the loss stops being a number', async () => {
    const run = trainOn(tf, checkerboard(30, new Random(1)), { learningRate: 1e30 });
    await expect(run).rejects.toThrow('training diverged');
  });
});

function inOrder(items: readonly number[], times: number): readonly InteractionSequence[] {
  return Array.from({ length: times }, (_, number) => ({
    owner: `u:${items.join('-')}-${number}`,
    items: Int32Array.from(items),
    kinds: new Uint8Array(items.length),
    timesMs: Float64Array.from(items.keys()),
    groups: new Int32Array(items.length),
  }));
}
