import { beforeAll, describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { DataSetBuilder } from '../sequences/data-set-builder.ts';
import { chooseSplit } from '../sequences/split.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { loadRecommender } from './load-recommender.ts';
import { recommenderBudget } from './recommender-budget.ts';
import type { ServingRecommender } from './serving-recommender.ts';
import { trainRecommender } from './train-recommender.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);
const DIMENSION = 8;

function shop(random: Random) {
  const builder = new DataSetBuilder();
  for (let shopper = 0; shopper < 60; shopper++) {
    for (let order = 0; order < 4; order++) {
      const timeMs = START_MS + (random.integer(25) + 25 * order) * DAY_MS;
      for (const item of random.sample(10, 4))
        builder.add(`u:${shopper}`, { itemId: `i${2 * item + (shopper % 2)}`, kind: 'purchase', timeMs });
    }
  }
  return builder.build();
}

describe('a training that goes on from the champion', () => {
  let tf: TensorFlow;
  let champion: ServingRecommender;
  const dataSet = shop(new Random(1));
  const train = async (seed: number, stepsMost: number, from?: ServingRecommender) => {
    const { attention } = recommenderBudget('wasm');
    const trained = await trainRecommender({
      tf,
      backend: 'wasm',
      dataSet,
      splitAtMs: chooseSplit(dataSet, 0.2),
      seed,
      version: `recommender-${seed}`,
      trainedAtMs: START_MS + 100 * DAY_MS,
      champion: from,
      budget: {
        attention: { ...attention, dimension: DIMENSION, stepsMost, negatives: 16, start: 'random' },
        tuning: { queriesMost: 10, roundsMost: 0 },
        fittingQueriesMost: 10,
        heldOutQueriesMost: 10,
      },
    });
    return loadRecommender(trained.files);
  };
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
    champion = await train(1, 10);
  }, 120_000);

  /** Of each item's vector with that of the champion. */
  const cosines = (model: ServingRecommender) => {
    const vectorOf = ({ attentionWeights }: ServingRecommender, item: number) =>
      attentionWeights?.items.subarray(item * DIMENSION, (item + 1) * DIMENSION) ?? new Float32Array();
    return dataSet.itemIds.map((_, item) => {
      const theirs = vectorOf(champion, item);
      return vectorOf(model, item).reduce((sum, value, i) => sum + value * (theirs[i] ?? 0), 0);
    });
  };

  it('serves its weights where no step is taken, and others without it', async () => {
    const warm = await train(2, 0, champion);
    expect(warm.manifest.hyperParameters['attentionStart']).toMatchObject({
      warmStartedFrom: 'recommender-1',
    });
    expect(Math.min(...cosines(warm))).toBeGreaterThan(0.98);
    expect(warm.attentionWeights?.output).toEqual(champion.attentionWeights?.output);
    const cold = await train(2, 0);
    expect(Math.min(...cosines(cold))).toBeLessThan(0.5);
    expect(cold.attentionWeights?.output).not.toEqual(champion.attentionWeights?.output);
  }, 120_000);
});
