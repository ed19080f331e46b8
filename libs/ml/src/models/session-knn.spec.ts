import { describe, expect, it } from '@jest/globals';
import { buildCorpus } from '../sequences/corpus.ts';
import { oneVisit } from '../testing/one-visit.ts';
import { visit } from '../testing/checkerboard.ts';
import type { SessionKnnConfig } from './session-knn-config.ts';
import { SessionKnn } from './session-knn.ts';

/** Nothing weighs: every session that shares an item counts 1, and all its items alike. */
const PLAIN: SessionKnnConfig = {
  name: 'session-knn',
  unit: 'visit',
  neighbours: 100,
  queryMost: 10,
  queryDecay: Infinity,
  lengthPower: 0,
  recency: 0,
  similarityPower: 1,
  rarityPower: 0,
  afterDecay: Infinity,
  beforeDecay: Infinity,
  beforeWeight: 1,
  repeatWeight: 1,
  popularityPower: 0,
  kindPower: 0,
  postingsMost: 100,
  lengthMost: 10,
};
const times = (count: number, items: readonly number[]) =>
  Array.from({ length: count }, () => oneVisit(items));
const trained = (sessions: readonly (readonly number[])[], over: Partial<SessionKnnConfig>) =>
  SessionKnn.train(
    buildCorpus(
      sessions.map((items) => oneVisit(items)),
      6,
    ),
    { ...PLAIN, ...over },
  );

describe('the similarity of a session', () => {
  // Eight sessions: item 0 is in one of them, item 1 in three.
  const corpus = buildCorpus([...times(1, [0, 2]), ...times(3, [1, 3]), ...times(4, [4, 5])], 6);
  const rareOnce = Math.log(8 / 2) / 10;
  const rareThrice = Math.log(8 / 4) / 10;
  /** Asked with item 1 and, newest, item 0: what one session with item 0 brings, and three with item 1. */
  const scores = (over: Partial<SessionKnnConfig>) =>
    [...SessionKnn.train(corpus, { ...PLAIN, ...over }).score(visit([1, 0]), Int32Array.of(2, 3))].map(
      (score) => Number(score.toPrecision(5)),
    );

  it.each<{ over: Partial<SessionKnnConfig>; once: number; thrice: number }>([
    { over: {}, once: 1, thrice: 3 },
    { over: { queryDecay: 2 }, once: 1, thrice: 3 * Math.exp(-1 / 2) },
    { over: { queryDecay: 0.5 }, once: 1, thrice: 3 * Math.exp(-2) },
    { over: { rarityPower: 1 }, once: rareOnce, thrice: 3 * rareThrice },
    { over: { rarityPower: 2 }, once: rareOnce ** 2, thrice: 3 * rareThrice ** 2 },
    { over: { queryDecay: 2, similarityPower: 1.5 }, once: 1, thrice: 3 * Math.exp(-0.75) },
    {
      over: { rarityPower: 1, similarityPower: 2 },
      once: rareOnce ** 2,
      thrice: 3 * rareThrice ** 2,
    },
    // Each item of the answers is in one session and in three.
    { over: { popularityPower: 0.5 }, once: 1 / Math.sqrt(11), thrice: 3 / Math.sqrt(13) },
    { over: { lengthPower: 1 }, once: 1 / 2, thrice: 3 / 2 },
    // They began as the first, and as the second to fourth, of eight.
    {
      over: { recency: 0.5 },
      once: Math.exp(-2),
      thrice: Math.exp(-2 * (7 / 8)) + Math.exp(-2 * (6 / 8)) + Math.exp(-2 * (5 / 8)),
    },
  ])('follows $over', ({ over, once, thrice }) => {
    expect(scores(over)).toEqual([once, thrice].map((score) => Number(score.toPrecision(5))));
  });
});

describe('the kind of an interaction', () => {
  it('weighs in the history and in the sessions', () => {
    const [view, purchase] = [0, 3];
    const corpus = buildCorpus([oneVisit([0, 2], purchase), oneVisit([1, 3], [purchase, view])], 6);
    const model = SessionKnn.train(corpus, { ...PLAIN, kindPower: 1 });
    const history = { ...visit([1, 0]), kinds: Uint8Array.of(view, purchase) };
    // A view says a fifth of a purchase: once where item 3 was met, once where item 1 was asked about.
    const expected = [1, 0.2 * 0.2].map((score) => expect.closeTo(score, 6));
    expect([...model.score(history, Int32Array.of(2, 3))]).toEqual(expected);
  });
});

describe('the weight of an item in a similar session', () => {
  it.each<{ over: Partial<SessionKnnConfig>; expected: number[] }>([
    { over: { repeatWeight: 0 }, expected: [1, 1, 0, 1, 1] },
    { over: { repeatWeight: 2 }, expected: [1, 1, 2, 1, 1] },
    { over: { beforeWeight: 0.7 }, expected: [0.7, 0.7, 1, 1, 1] },
    { over: { beforeWeight: 0.7, beforeDecay: 4 }, expected: [0.7 * Math.exp(-1 / 4), 0.7, 1, 1, 1] },
    { over: { afterDecay: 3 }, expected: [1, 1, 1, 1, Math.exp(-1 / 3)] },
  ])('follows its distance from the item they share, and $over', ({ over, expected }) => {
    const model = trained([[0, 1, 2, 3, 4]], over);
    const scores = model.score(visit([2]), Int32Array.of(0, 1, 2, 3, 4));
    expect([...scores]).toEqual(expected.map((weight) => expect.closeTo(weight, 5)));
  });
});

describe('the reason of a neighbour', () => {
  // Item 0 is with item 2 in three sessions, item 1 in one.
  const sessions = [
    [0, 2],
    [0, 2],
    [0, 2],
    [1, 2],
  ] as const;
  const reason = (history: readonly number[], over: Partial<SessionKnnConfig> = {}) =>
    trained(sessions, over).because(visit(history), Int32Array.of(2))[0];

  it('is the item that shares most sessions, old or new', () => {
    expect(reason([0, 1])).toBe(0);
    expect(reason([1, 0])).toBe(0);
  });

  it('is the newer one where what is old counts little', () => {
    // 3 / e^2 = 0.41 against 1.
    expect(reason([0, 1], { queryDecay: 0.5 })).toBe(1);
    // 3 / e = 1.1.
    expect(reason([0, 1], { queryDecay: 1 })).toBe(0);
  });
});
