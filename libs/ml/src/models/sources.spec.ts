import { describe, expect, it } from '@jest/globals';
import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import { Random } from '../random.ts';
import { SOURCES_PRESETS } from '../recommender/sources-config.ts';
import { buildCorpus } from '../sequences/corpus.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import { CHECKERBOARD_ITEMS, checkerboard, visit } from '../testing/checkerboard.ts';
import { describeRecommender } from '../testing/recommender-contract.ts';
import { BasketAssociation } from './basket-association.ts';
import { matrixFrom } from './item-matrix.ts';
import { ItemTransitions } from './item-transitions.ts';
import { Popularity } from './popularity.ts';
import type { Recommender, Source } from './recommender.ts';
import { Repeat } from './repeat.ts';
import { SessionKnn } from './session-knn.ts';
import { TwoSteps } from './two-steps.ts';

const corpusOf = (sequences: readonly InteractionSequence[]) => buildCorpus(sequences, CHECKERBOARD_ITEMS);
/** The state as an artifact would bring it back. */
const stateOf = (model: Recommender) => unpackArrays(packArrays((model as Source).state()));
for (const preset of ['clicks', 'orders'] as const) {
  const config = SOURCES_PRESETS[preset];
  describeRecommender(`transitions (${preset})`, {
    train: (sequences) => ItemTransitions.train(corpusOf(sequences), config.transitions),
    reload: (model) => ItemTransitions.from(stateOf(model), config.transitions),
    learns: 'colours',
  });
  describeRecommender(`session-knn (${preset})`, {
    train: (sequences) => SessionKnn.train(corpusOf(sequences), config.sessionKnn),
    reload: (model) => SessionKnn.from(stateOf(model), config.sessionKnn, CHECKERBOARD_ITEMS),
    learns: 'colours',
  });
}
const config = SOURCES_PRESETS.orders;
for (const variant of [config.cameBefore, config.sameVisit, config.lastItem]) {
  describeRecommender(variant.name, {
    train: (sequences) => ItemTransitions.train(corpusOf(sequences), variant),
    reload: (model) => ItemTransitions.from(stateOf(model), variant),
    learns: variant === config.sameVisit ? 'colours' : 'nothing personal',
  });
}
describeRecommender('sharp-knn', {
  train: (sequences) => SessionKnn.train(corpusOf(sequences), config.sharpKnn),
  reload: (model) => SessionKnn.from(stateOf(model), config.sharpKnn, CHECKERBOARD_ITEMS),
  learns: 'colours',
});
describeRecommender('two-steps', {
  train: (sequences) => TwoSteps.train(corpusOf(sequences), config.twoSteps),
  reload: (model) => new TwoSteps(config.twoSteps, matrixFrom(stateOf(model))),
  learns: 'colours',
});
describeRecommender('customer-knn', {
  train: (sequences) => SessionKnn.train(corpusOf(sequences), config.customerKnn),
  reload: (model) => SessionKnn.from(stateOf(model), config.customerKnn, CHECKERBOARD_ITEMS),
  learns: 'colours',
});
describeRecommender('bought-together', {
  train: (sequences) => BasketAssociation.train(corpusOf(sequences), config.boughtTogether),
  reload: (model) => new BasketAssociation(matrixFrom(stateOf(model))),
  learns: 'colours',
});
describeRecommender('popularity', {
  train: (sequences) => Popularity.train(corpusOf(sequences), config.popularity),
  reload: (model) => Popularity.from(stateOf(model), config.popularity),
  learns: 'nothing personal',
});
describeRecommender('repeat', {
  train: () => new Repeat(config.repeat, CHECKERBOARD_ITEMS),
  reload: () => new Repeat(config.repeat, CHECKERBOARD_ITEMS),
  learns: 'own items',
});

const DAY_MS = 86_400_000;
const sequence = (items: readonly number[], days: readonly number[], kind = 0): InteractionSequence => ({
  owner: 'u:1',
  items: Int32Array.from(items),
  kinds: new Uint8Array(items.length).fill(kind),
  timesMs: Float64Array.from(days, (day) => day * DAY_MS),
  groups: Int32Array.from(days),
});

describe('ItemTransitions', () => {
  it('equals the formula worked out by hand', () => {
    const plain = {
      ...config.transitions,
      window: 2,
      windowDecay: 1,
      backward: 0,
      rowPower: 1,
      popularityPower: 0,
    };
    const model = ItemTransitions.train(buildCorpus([sequence([0, 1, 2], [0, 0, 0])], 3), plain);
    // Row 0: item 1 at distance 1 counts 1, item 2 at distance 2 counts 1/e; divided by their sum.
    const near = 1 / (1 + Math.exp(-1));
    const scores = model.score(visit([0]), Int32Array.of(0, 1, 2));
    expect([...scores]).toEqual([0, expect.closeTo(near, 5), expect.closeTo(1 - near, 5)]);
    expect([...model.because(visit([2, 0]), Int32Array.of(1, 2))]).toEqual([0, 0]);
  });
});

describe('TwoSteps', () => {
  it('reaches what never stood beside the history', () => {
    const apart = [sequence([0, 1], [0, 0]), sequence([1, 2], [1, 1])];
    const model = TwoSteps.train(buildCorpus(apart, 3), config.twoSteps);
    expect([...model.candidates(visit([0]), 3).items]).toContain(2);
    expect([...model.because(visit([0]), Int32Array.of(2))]).toEqual([0]);
  });
});

describe('BasketAssociation', () => {
  it('counts orders, not looks, in a shop that has orders', () => {
    const looks = sequence([0, 1], [0, 0], 0);
    const order = sequence([0, 2], [0, 0], 3);
    const model = BasketAssociation.train(buildCorpus([looks, looks, order], 3), {
      ...config.boughtTogether,
      shrink: 0,
    });
    expect([...model.candidates(visit([0]), 5).items]).toEqual([2]);
    expect(model.candidates(visit([0]), 5).scores[0]).toBeCloseTo(1);
  });
});

describe('Popularity', () => {
  it('lets old sales fade by the half-life', () => {
    const corpus = buildCorpus([sequence([0, 0, 1], [0, 0, 14], 3)], 2);
    const faded = Popularity.train(corpus, { ...config.trending, halfLifeDays: 7 });
    // Two sales two half-lives ago are worth half a sale of today.
    expect(faded.score(visit([]), Int32Array.of(0, 1))).toEqual(Float32Array.of(1 / 3, 2 / 3));
  });
});

describe('SessionKnn', () => {
  it('keeps the newest sessions of an item when there are too many', () => {
    const sessions = Array.from({ length: 30 }, (_, day) => sequence([0, day < 20 ? 1 : 2], [day, day]));
    const model = SessionKnn.train(buildCorpus(sessions, 3), { ...config.sessionKnn, postingsMost: 10 });
    expect([...model.candidates(visit([0]), 3).items]).toEqual([0, 2]);
    expect([...model.because(visit([0]), Int32Array.of(2))]).toEqual([0]);
  });

  it('believes newer neighbours more where it is told to', () => {
    const sessions = Array.from({ length: 20 }, (_, day) => sequence([0, day < 10 ? 1 : 2], [day, day]));
    const model = SessionKnn.train(buildCorpus(sessions, 3), config.sessionKnn);
    const scores = (recency: number) =>
      model
        .configured({ ...config.sessionKnn, recency, popularityPower: 0 })
        .score(visit([0]), Int32Array.of(1, 2));
    const [old = 0, young = 0] = scores(0.5);
    expect(young).toBeGreaterThan(1.5 * old);
    expect(scores(0)[0]).toBeCloseTo(scores(0)[1] ?? NaN);
  });

  it('is not configured for sessions of another cut', () => {
    const model = SessionKnn.train(corpusOf([]), config.sessionKnn);
    expect(() => model.configured({ ...config.sessionKnn, lengthMost: 5 })).toThrow(RangeError);
  });

  it('gives the same answer whatever was asked before', () => {
    const model = SessionKnn.train(corpusOf(checkerboard(40, new Random(2))), config.sessionKnn);
    const first = model.candidates(visit([2, 4]), 10);
    model.candidates(visit([1, 3, 5]), 10);
    expect(model.candidates(visit([2, 4]), 10)).toEqual(first);
  });
});
