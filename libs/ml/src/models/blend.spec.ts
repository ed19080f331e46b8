import { beforeAll, describe, expect, it } from '@jest/globals';
import { CHECKERBOARD_ITEMS, checkerboard, visit } from '../testing/checkerboard.ts';
import { describeRecommender } from '../testing/recommender-contract.ts';
import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import { Random } from '../random.ts';
import { SOURCES_PRESETS } from '../recommender/sources-config.ts';
import { listSources, loadSources, saveSources, trainSources } from '../recommender/sources.ts';
import { buildCorpus } from '../sequences/corpus.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import { queriesIn } from '../sequences/queries.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { BLEND_LISTS_MIN, trainBlend } from '../training/train-blend.ts';
import { itemFacts } from './blend-features.ts';
import { BlendWeights } from './blend-weights.ts';
import { Blend, BlendCandidates } from './blend.ts';
import { priorBlend } from './prior-blend.ts';

const CONFIG = SOURCES_PRESETS.orders;

function train(sequences: readonly InteractionSequence[]) {
  const corpus = buildCorpus(sequences, CHECKERBOARD_ITEMS);
  const sources = trainSources(corpus, CONFIG, { attention: undefined, content: undefined });
  const facts = itemFacts(corpus);
  return { sources, facts, pool: new BlendCandidates(listSources(sources), facts) };
}

/** Loads each blend that was made below, from what an artifact would hold of it. */
const reloads = new WeakMap<object, () => Blend>();

describeRecommender('blend', {
  train: (sequences) => {
    const { sources, facts, pool } = train(sequences);
    const weights = priorBlend(listSources(sources));
    const blend = new Blend(pool, weights);
    reloads.set(blend, () => {
      const loaded = listSources(loadSources(saveSources(sources), CONFIG, CHECKERBOARD_ITEMS));
      return new Blend(
        new BlendCandidates(loaded, facts),
        BlendWeights.from(unpackArrays(packArrays(weights.state()))),
      );
    });
    return blend;
  },
  reload: (model) => {
    const reload = reloads.get(model);
    if (reload === undefined) throw new Error('not a blend of this suite');
    return reload();
  },
  learns: 'colours',
});

describe('Blend', () => {
  it('names the source and the item of the history that a suggestion follows from', () => {
    const { sources, pool } = train(checkerboard(60, new Random(1)));
    const blend = new Blend(pool, priorBlend(listSources(sources)));
    const { items, reasons } = blend.explained(visit([2, 8]), 6);
    expect(reasons).toHaveLength(items.length);
    expect(reasons.every(({ becauseOf }) => becauseOf === undefined || [2, 8].includes(becauseOf))).toBe(
      true,
    );
    expect(reasons.some(({ becauseOf }) => becauseOf !== undefined)).toBe(true);
  });

  it('speaks of what the shopper did where that, in all, says more for an item than what everybody buys', () => {
    const { sources, pool } = train(checkerboard(60, new Random(1)));
    const blend = new Blend(pool, priorBlend(listSources(sources)));
    const history = visit([2, 8]);
    const { items, reasons } = blend.explained(history, 20);
    const isShared = (source: string) => source === 'popularity' || source === 'trending';
    const sharedReasons = [...items].map((item, place) => {
      const says = blend.explainItem(history, item).sources.filter(({ score }) => score !== undefined);
      const sum = (shared: boolean) =>
        says
          .filter(({ source }) => isShared(source) === shared)
          .reduce((total, { contribution }) => total + contribution, 0);
      expect(isShared(reasons[place]?.source ?? '')).toBe(sum(false) <= sum(true));
      return isShared(reasons[place]?.source ?? '');
    });
    expect(new Set(sharedReasons)).toEqual(new Set([false, true]));
  });

  it('takes an item apart: the parts add up, and each is what leaving it out costs', () => {
    const { sources, pool } = train(checkerboard(60, new Random(1)));
    const blend = new Blend(pool, priorBlend(listSources(sources)));
    const history = visit([2, 8]);
    const { items, scores } = blend.candidates(history, 20);
    for (const place of [0, 3]) {
      const item = items[place] ?? 0;
      const said = blend.explainItem(history, item);
      expect(said).toMatchObject({ isCandidate: true, rank: place + 1, score: scores[place] });
      const parts = said.sources.reduce((sum, { contribution }) => sum + contribution, 0);
      expect(said.silence + said.context + parts + said.interplay).toBeCloseTo(said.score, 5);
      // The blend of fixed weights is a sum: nothing is said only together.
      expect(said.interplay).toBeCloseTo(0, 5);
      const transitions = said.sources.find(({ source }) => source === 'transitions');
      const own = sources.transitions.candidates(history, 20);
      const ownPlace = own.items.indexOf(item);
      expect(transitions).toMatchObject({ rank: ownPlace + 1, score: own.scores[ownPlace] });
      expect(transitions?.contribution).toBeGreaterThan(0);
      expect([2, 8]).toContain(transitions?.becauseOf);
    }
  });

  it('says of an item that no source knows that none speaks for it, that it is no candidate, and where it would stand', () => {
    const sequences = checkerboard(60, new Random(1));
    const corpus = buildCorpus(sequences, CHECKERBOARD_ITEMS + 1);
    const all = listSources(trainSources(corpus, CONFIG, { attention: undefined, content: undefined }));
    const blend = new Blend(new BlendCandidates(all, itemFacts(corpus)), priorBlend(all));
    const { reasons } = blend.scoreExplained(visit([2, 8]), Int32Array.of(CHECKERBOARD_ITEMS));
    expect(reasons).toEqual([{ source: '', becauseOf: undefined }]);
    const said = blend.explainItem(visit([2, 8]), CHECKERBOARD_ITEMS);
    expect(said.isCandidate).toBe(false);
    expect(said.rank).toBe(said.candidates + 1);
    expect(said.score).toBeCloseTo(said.silence, 5);
    for (const { score, rank, contribution, becauseOf } of said.sources) {
      expect([score, rank, becauseOf, contribution]).toEqual([undefined, undefined, undefined, 0]);
    }
  });

  it('never suggests what the shopper had in a shop where nobody comes back to an item', () => {
    const { sources, facts } = train(checkerboard(60, new Random(1)));
    const all = listSources(sources);
    const blend = new Blend(new BlendCandidates(all, facts, false), priorBlend(all));
    const { items } = blend.candidates(visit([2, 8]), 20);
    expect(items.length).toBeGreaterThan(0);
    expect([...items].filter((item) => item === 2 || item === 8)).toEqual([]);
  });

  it('refuses weights that were fitted on other sources', () => {
    const { sources, pool } = train(checkerboard(5, new Random(1)));
    const weights = priorBlend(listSources(sources).slice(1));
    expect(() => new Blend(pool, weights)).toThrow(RangeError);
  });
});

describe('BlendWeights', () => {
  it('finds what a silenced source costs without scoring the row again', () => {
    const random = new Random(3);
    const normal = (length: number) => Float32Array.from({ length }, () => random.normal());
    const weights = new BlendWeights({
      offsets: normal(6),
      factors: normal(6),
      linear: normal(6),
      hidden: normal(6 * 4),
      hiddenBias: normal(4),
      output: normal(4),
    });
    const row = normal(6);
    const silent = row.slice();
    silent.set([0.5, -1, 0], 3);
    const expected = weights.score(row) - weights.score(silent);
    weights.score(row);
    expect(weights.lossWithout(3, [0.5, -1, 0])).toBeCloseTo(expected, 4);
  });
});

describe('trainBlend', () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
  });
  const config = { hiddenUnits: 8, epochs: 10, queriesPerStep: 16, candidatesMost: 20, learningRate: 0.01 };
  const fit = (queries: ReturnType<typeof queriesIn>) => {
    const { pool } = train(checkerboard(40, new Random(1)));
    return trainBlend({ tf, pool, queries, config, random: new Random(2) });
  };

  it('learns from visits its sources have not seen that an order repeats nothing', async () => {
    const tensors = tf.memory().numTensors;
    const fresh = checkerboard(80, new Random(7)).map((each) => ({ ...each, owner: `new ${each.owner}` }));
    const queries = queriesIn(fresh, { fromMs: 0, untilMs: Infinity, most: 200 }, new Random(1));
    const weights = await fit(queries);
    const { pool } = train(checkerboard(40, new Random(1)));
    if (weights === undefined) throw new Error('there were enough lists');
    const { items } = new Blend(pool, weights).candidates(visit([2, 8]), 8);
    expect([...items].every((item) => item % 2 === 0)).toBe(true);
    expect([...items]).not.toEqual(expect.arrayContaining([2]));
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('does not learn from too few visits', async () => {
    const queries = queriesIn(
      checkerboard(3, new Random(7)),
      { fromMs: 0, untilMs: Infinity, most: 200 },
      new Random(1),
    );
    expect(queries.length).toBeLessThan(BLEND_LISTS_MIN);
    expect(await fit(queries)).toBeUndefined();
  });
});
