import { beforeAll, describe, expect, it } from '@jest/globals';
import type { TrainedModel } from '../artifact/artifact.ts';
import { Random } from '../random.ts';
import type { RecommenderDataSet } from '../sequences/data-set.ts';
import { DataSetBuilder } from '../sequences/data-set-builder.ts';
import { chooseSplit } from '../sequences/split.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { MemoryCheckpoints } from '../testing/memory-checkpoints.ts';
import { recommenderBudget } from './recommender-budget.ts';
import { trainRecommender } from './train-recommender.ts';

const DAY_MS = 86_400_000;
const SEED = 5;
/** In the order they are reached; each epoch of attention is one more. */
const STAGES = [
  'hyper-parameters',
  'attention of the blend',
  'attention of the blend',
  'blend',
  'attention compared',
  'attention compared',
  'evaluations',
  'attention served',
  'attention served',
];

/** Shoppers of four shelves, each with an order of two items every few days. */
function shelves(shoppers: number): RecommenderDataSet {
  const builder = new DataSetBuilder();
  const random = new Random(1);
  for (let shopper = 0; shopper < shoppers; shopper++) {
    for (let order = 0; order < 10; order++) {
      const timeMs = (random.integer(5) + 5 * order) * DAY_MS;
      for (const item of random.sample(8, 2)) {
        builder.add(`u:${shopper}`, { itemId: `s${shopper % 4}-${item}`, kind: 'purchase', timeMs });
      }
    }
  }
  return builder.build();
}

describe('a training run that is killed', () => {
  let tf: TensorFlow;
  const dataSet = shelves(40);
  let whole: TrainedModel;
  let resumedFrom: string[];

  const train = (store: MemoryCheckpoints, set = dataSet, seed = SEED): Promise<TrainedModel> => {
    const budget = recommenderBudget('wasm');
    resumedFrom = [];
    return trainRecommender({
      tf,
      backend: 'wasm',
      dataSet: set,
      splitAtMs: chooseSplit(set, 0.2),
      seed,
      version: 'recommender-test',
      trainedAtMs: 0,
      budget: {
        attention: { ...budget.attention, dimension: 8, stepsMost: 20, batchPositions: 128, negatives: 32 },
        blend: { ...budget.blend, epochs: 1 },
        tuning: { queriesMost: 20, roundsMost: 0 },
      },
      checkpoints: { store, onResume: (stage) => resumedFrom.push(stage) },
    });
  };
  const killedAfter = async (writes: number): Promise<MemoryCheckpoints> => {
    const store = new MemoryCheckpoints(writes);
    await expect(train(store)).rejects.toThrow('killed');
    store.writesUntilKilled = Infinity;
    return store;
  };

  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
    const store = new MemoryCheckpoints();
    whole = await train(store);
    expect(store.written).toEqual(STAGES);
    expect(resumedFrom).toEqual([]);
  });

  // In an epoch, after a stage, and in the last one.
  it.each([2, 4, 8].map((writes) => [writes, STAGES[writes - 1] ?? ''] as const))(
    'after checkpoint %i (%s) goes on from there, to the very same model',
    async (writes, stage) => {
      const store = await killedAfter(writes);
      const tensors = tf.memory().numTensors;
      const resumed = await train(store);
      expect(tf.memory().numTensors).toBe(tensors);
      expect(resumedFrom).toContain(stage);
      expect(store.written.slice(writes)).toEqual(STAGES.slice(writes));
      expect(resumed.sha256).toBe(whole.sha256);
    },
  );

  it('is not resumed by a run of another seed or of other data', async () => {
    const store = await killedAfter(4);
    await train(store, dataSet, SEED + 1);
    expect(resumedFrom).toEqual([]);
    await train(store, shelves(39));
    expect(resumedFrom).toEqual([]);
  });

  it('does over what a damaged checkpoint was to save', async () => {
    const store = await killedAfter(4);
    store.damage('blend');
    const resumed = await train(store);
    expect(resumedFrom).toEqual(['hyper-parameters', 'attention of the blend']);
    expect(resumed.sha256).toBe(whole.sha256);
  });
});
