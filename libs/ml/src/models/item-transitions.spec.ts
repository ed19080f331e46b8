import { describe, expect, it } from '@jest/globals';
import { buildCorpus } from '../sequences/corpus.ts';
import { oneVisit } from '../testing/one-visit.ts';
import { visit } from '../testing/checkerboard.ts';
import { ItemTransitions, type TransitionsConfig } from './item-transitions.ts';

/** Pairs count by their distance and direction alone. */
const PLAIN: TransitionsConfig = {
  name: 'transitions',
  window: 2,
  windowDecay: 4,
  forward: 1,
  backward: 0,
  rowPower: 0,
  popularityPower: 0,
  historyMost: 5,
  historyDecay: 2,
  kindPower: 0,
  rowMost: 10,
};
const corpus = buildCorpus([oneVisit([0, 1, 2, 3])], 4);
const scores = (history: readonly number[], over: Partial<TransitionsConfig>) => [
  ...ItemTransitions.train(corpus, { ...PLAIN, ...over }).score(visit(history), Int32Array.of(0, 1, 2, 3)),
];
const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));

describe('a pair of interactions', () => {
  const twoApart = Math.exp(-1 / 4);

  it.each<{ over: Partial<TransitionsConfig>; expected: number[] }>([
    { over: { backward: 0 }, expected: [0, 0, 0, 1] },
    { over: { backward: 0.6 }, expected: [0.6 * twoApart, 0.6, 0, 1] },
    { over: { backward: 0.6, window: 1 }, expected: [0, 0.6, 0, 1] },
    { over: { forward: 0, backward: 1 }, expected: [twoApart, 1, 0, 0] },
    // Each item was met once.
    { over: { popularityPower: 0.5 }, expected: [0, 0, 0, 1 / Math.sqrt(11)] },
  ])('counts by its direction and distance: $over', ({ over, expected }) => {
    expect(scores([2], over)).toEqual(near(expected));
  });

  it('counts less for an item that has many, by the power of its row', () => {
    const sum = 1 + twoApart;
    expect(scores([0], { rowPower: 0.5 })).toEqual(
      near([0, 1 / Math.sqrt(sum), twoApart / Math.sqrt(sum), 0]),
    );
  });

  it('counts less the longer ago its first item was', () => {
    expect(scores([2, 0], {})[3]).toBeCloseTo(Math.exp(-1 / 2), 5);
  });
});
