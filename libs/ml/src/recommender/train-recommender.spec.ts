import { beforeAll, describe, expect, it } from '@jest/globals';
import { GATE_METRIC } from '../evaluation/evaluate-ranking.ts';
import { metricOf } from '../evaluation/model-evaluation.ts';
import { CHALLENGERS, type ChallengerName } from '../models/recommender.ts';
import type { TrainedModel } from '../artifact/artifact.ts';
import { Random } from '../random.ts';
import type { RecommenderDataSet } from '../sequences/data-set.ts';
import { DataSetBuilder } from '../sequences/data-set-builder.ts';
import { chooseSplit } from '../sequences/split.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { evaluateServing } from './held-out.ts';
import { loadRecommender } from './load-recommender.ts';
import { REPORT_FILE } from './recommender-files.ts';
import { recommenderBudget } from './recommender-budget.ts';
import type { Shopper } from './serving-recommender.ts';
import { trainRecommender } from './train-recommender.ts';
import { readTrainingReport } from './training-report.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);

/** A shop of four shelves of ten items: a shopper stays with a shelf, over four orders of four items each. */
function shelves(shoppers: number, random: Random): RecommenderDataSet {
  const builder = new DataSetBuilder();
  for (let shopper = 0; shopper < shoppers; shopper++) {
    const shelf = shopper % 4;
    for (let order = 0; order < 4; order++) {
      const timeMs = START_MS + (random.integer(25) + 25 * order) * DAY_MS;
      for (const item of random.sample(10, 4)) {
        builder.add(`u:${shopper}`, { itemId: `s${shelf}-${item}`, kind: 'purchase', timeMs });
      }
    }
  }
  return builder.build();
}

const shopper = (...itemIds: string[]): Shopper => ({
  recent: itemIds.map((itemId) => ({ itemId, kind: 'purchase', timeMs: START_MS + 99 * DAY_MS })),
  sessionItemIds: [],
  nowMs: START_MS + 100 * DAY_MS,
});

describe('trainRecommender', () => {
  let tf: TensorFlow;
  let dataSet: RecommenderDataSet;
  let trained: TrainedModel;
  const train = (
    set: RecommenderDataSet,
    challengers: readonly ChallengerName[] = [],
  ): Promise<TrainedModel> => {
    const { attention, gru, selfAttention } = recommenderBudget('wasm');
    return trainRecommender({
      tf,
      backend: 'wasm',
      dataSet: set,
      splitAtMs: chooseSplit(set, 0.2),
      seed: 5,
      version: 'recommender-test',
      trainedAtMs: START_MS,
      budget: {
        attention: { ...attention, dimension: 8, stepsMost: 30, negatives: 32 },
        selfAttention: {
          ...selfAttention,
          dimension: 8,
          historyMost: 16,
          loss: { name: 'cross-entropy' },
          epochs: 2,
        },
        heldOutQueriesMost: 100,
        gru: { ...gru, dimension: 8, historyMost: 4, stepsMost: 20, batchPositions: 128, samples: 32 },
        challengers,
      },
    });
  };
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
    dataSet = shelves(160, new Random(1));
    trained = await train(dataSet);
  }, 180_000);

  it('compares every model on the same held-out visits, and its blend beats popularity', () => {
    const [blend, ...others] = trained.evaluations;
    const quality = (name: string) =>
      metricOf(
        trained.evaluations.find(({ model }) => model === name) ?? { model: name, metrics: [] },
        GATE_METRIC,
      ) ?? NaN;
    expect(blend?.model).toBe('blend');
    expect(others.map(({ model }) => model)).toEqual(
      expect.arrayContaining(['popularity', 'transitions', 'session-knn', 'attention']),
    );
    expect(new Set(trained.evaluations.map((each) => metricOf(each, 'queries'))).size).toBe(1);
    expect(quality('blend')).toBeGreaterThan(1.5 * quality('popularity'));
    expect(trained.manifest.hyperParameters['blend']).toMatchObject({ hiddenUnits: 64 });
  });

  it('records how the search went, what it chose, and what compression cost and gave', () => {
    const { hyperParameters, compression, files } = trained.manifest;
    expect(hyperParameters['search']).toMatchObject({
      sessionKnn: { isComplete: true },
      transitions: { isComplete: true },
    });
    expect(hyperParameters['sources']).toMatchObject({ sessionKnn: { name: 'session-knn' } });
    expect(compression?.chosen).toMatchObject({ vectors: true, cells: true });
    expect(compression?.after.bytes).toBeLessThan(0.9 * (compression?.before.bytes ?? 0));
    expect(files['transitions.bin']?.bytes).toBeGreaterThan(0);
  });

  it('keeps its losses and the breakdown of every model with the artifact', () => {
    const report = readTrainingReport(trained.files);
    const lossesOf = (name: string) => report?.losses.filter(({ model }) => model === name) ?? [];
    const blend = lossesOf('blend').map(({ loss }) => loss);
    expect(blend.length).toBeGreaterThan(1);
    expect(blend.at(-1)).toBeLessThan(blend[0] ?? 0);
    expect(lossesOf('attention').map(({ epoch }) => epoch)).toContain(1);
    expect(report?.heldOut.breakdowns).toHaveLength(trained.evaluations.length);
    const map = loadRecommender(trained.files).itemMap();
    expect(map?.items.map(({ itemId }) => itemId)).toEqual(dataSet.itemIds);
  });

  it('takes apart why an item is suggested, as its own list ranks it', () => {
    const model = loadRecommender(trained.files);
    const list = [...model.recommend(shopper('s2-1', 's2-5'), 8)];
    const [first] = list;
    const said = model.explain(shopper('s2-1', 's2-5'), first?.itemId ?? '');
    if (said.kind !== 'scored') throw new Error(said.kind);
    expect(said).toMatchObject({ rank: 1, isCandidate: true, historyLength: 2, score: first?.score });
    const strongest = said.sources.reduce((a, b) => (b.contribution > a.contribution ? b : a));
    expect(strongest.source).toBe(first?.source);
    expect(model.explain(shopper('s2-1'), 'no such item')).toEqual({ kind: 'unknown-item' });
    expect(model.explain(shopper('no such item'), 's2-1').kind).toBe('no-history');
  });

  it('serves what belongs to the shopper, with reasons that name their items', () => {
    const model = loadRecommender(trained.files);
    const list = [...model.recommend(shopper('s2-1', 's2-5'), 8)];
    expect(list).toHaveLength(8);
    expect(list.filter(({ itemId }) => itemId.startsWith('s2-')).length).toBeGreaterThanOrEqual(7);
    expect(list.map(({ score }) => score)).toEqual(list.map(({ score }) => score).toSorted((a, b) => b - a));
    const named = list.flatMap(({ becauseOfItemId }) => becauseOfItemId ?? []);
    expect(named.length).toBeGreaterThan(0);
    expect(new Set([...named, 's2-1', 's2-5']).size).toBeLessThanOrEqual(list.length + 2);
    expect(named.every((id) => id.startsWith('s2-'))).toBe(true);
  });

  it('knows similar items, baskets and trends', () => {
    const model = loadRecommender(trained.files);
    const ofShelf = (list: Iterable<{ itemId: string }>, shelf: string) =>
      [...list].every(({ itemId }) => itemId.startsWith(shelf));
    expect(ofShelf(model.similar('s1-3', 5), 's1-')).toBe(true);
    expect([...model.similar('s1-3', 50)].some(({ itemId }) => itemId === 's1-3')).toBe(false);
    expect(ofShelf(model.boughtTogether(['s3-0', 's3-1'], 5), 's3-')).toBe(true);
    expect(model.trending(5)).toHaveLength(5);
    expect([...model.similar('no such item', 5)]).toEqual([]);
    expect(model.has('no such item')).toBe(false);
  });

  it('falls back to what sells for a shopper it knows nothing of', () => {
    const model = loadRecommender(trained.files);
    expect(model.recommend(shopper('no such item'), 5)).toEqual(model.trending(5));
  });

  it('lets the running session change the list', () => {
    const model = loadRecommender(trained.files);
    const inSession = { ...shopper('s0-1', 's0-2'), sessionItemIds: ['s3-1', 's3-2', 's3-7'] };
    expect(
      [...model.recommend(inSession, 5)].filter(({ itemId }) => itemId.startsWith('s3-')).length,
    ).toBeGreaterThanOrEqual(3);
  });

  it('ranks given items as it ranks its own list, for the same reasons, and leaves out what it does not know', () => {
    const model = loadRecommender(trained.files);
    const list = [...model.recommend(shopper('s2-1', 's2-2'), 5)];
    const given = ['no such item', ...list.map(({ itemId }) => itemId).toReversed()];
    expect([...model.rankItems(shopper('s2-1', 's2-2'), given)]).toEqual(
      list.map((suggestion) => ({ ...suggestion, score: expect.closeTo(suggestion.score, 4) })),
    );
    expect(list.some(({ becauseOfItemId }) => becauseOfItemId !== undefined)).toBe(true);
  });

  it('repeats itself for a seed, and leaves no tensors behind', async () => {
    const tensors = tf.memory().numTensors;
    const again = await train(dataSet);
    expect(again.sha256).toBe(trained.sha256);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('compares challengers on the same visits, and serves what it serves without them', async () => {
    const { evaluations, files } = await train(dataSet, CHALLENGERS);
    expect(evaluations.map(({ model }) => model)).toEqual([
      ...trained.evaluations.map(({ model }) => model),
      ...CHALLENGERS,
    ]);
    expect(evaluations.slice(0, -CHALLENGERS.length)).toEqual(trained.evaluations);
    const served = (all: TrainedModel['files']) =>
      [...all].filter(([name]) => name !== 'manifest.json' && name !== REPORT_FILE);
    expect(served(files)).toEqual(served(trained.files));
  });

  it('lets a champion answer the queries of a data set with other items', () => {
    const model = loadRecommender(trained.files);
    const newer = shelves(80, new Random(9));
    const itemIds = [...newer.itemIds, 'new'];
    const { evaluations } = evaluateServing(
      model,
      { ...newer, itemIds },
      { splitAtMs: chooseSplit(newer, 0.2), seed: 5, models: 'all' },
    );
    const [blend, ...sources] = evaluations;
    expect(blend && metricOf(blend, GATE_METRIC)).toBeGreaterThan(0.2);
    expect(sources.map(({ model: name }) => name)).toContain('session-knn');
  });

  it('works on a shop of twenty items and fifty events', async () => {
    const builder = new DataSetBuilder();
    const random = new Random(4);
    for (let i = 0; i < 50; i++) {
      builder.add(`u:${random.integer(8)}`, {
        itemId: `i${random.integer(20)}`,
        kind: 'view',
        timeMs: START_MS + i * DAY_MS,
      });
    }
    const tiny = await train(builder.build());
    const list = [...loadRecommender(tiny.files).recommend(shopper('i1', 'i2'), 10)];
    expect(list.length).toBeGreaterThan(0);
    expect(list.every(({ score }) => Number.isFinite(score))).toBe(true);
    expect(tiny.manifest.hyperParameters).toMatchObject({
      attention: 'too little data',
      blend: 'too little data',
    });
  });

  it('works on a single event and on none', async () => {
    const builder = new DataSetBuilder();
    expect(loadRecommender((await train(builder.build())).files).trending(5)).toHaveLength(0);
    builder.add('u:1', { itemId: 'mug', kind: 'view', timeMs: START_MS });
    const list = loadRecommender((await train(builder.build())).files).recommend(shopper('mug'), 5);
    expect([...list].map(({ itemId }) => itemId)).toEqual(['mug']);
  });
});
