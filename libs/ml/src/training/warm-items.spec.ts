import { describe, expect, it } from '@jest/globals';
import type { AttentionWeights } from '../models/attention-weights.ts';
import { Random } from '../random.ts';
import { buildCorpus } from '../sequences/corpus.ts';
import { warmItems } from './warm-items.ts';

const ONE = new Float32Array(1);
/** Two items at right angles. */
const WEIGHTS: AttentionWeights = {
  dimension: 2,
  historyMost: 1,
  items: Float32Array.of(1, 0, 0, 1),
  queryWeights: ONE,
  keyWeights: ONE,
  energy: ONE,
  distanceVectors: ONE,
  distanceBias: ONE,
  output: ONE,
};

const sequence = (...items: number[]) => ({
  owner: 'u:1',
  items: Int32Array.from(items),
  kinds: new Uint8Array(items.length),
  timesMs: Float64Array.from(items.keys()),
  groups: new Int32Array(items.length),
});

/** The vector of one of three items: the first two are the weights' other way round, the third is new. */
const vectorOf = (item: number, sequences: readonly ReturnType<typeof sequence>[]) => {
  const start = { weights: WEIGHTS, rowOf: Int32Array.of(1, 0, -1) };
  return [...warmItems(start, buildCorpus(sequences, 3), new Random(1)).subarray(2 * item, 2 * item + 2)];
};

describe('item vectors of a warm start', () => {
  it('are those of the same items before', () => {
    expect(vectorOf(0, [sequence(0, 1)])).toEqual([0, 1]);
    expect(vectorOf(1, [sequence(0, 1)])).toEqual([1, 0]);
  });

  it('are near the items that a new item is seen with, by how near in the sequence', () => {
    expect(vectorOf(2, [sequence(1, 2), sequence(2, 1)])).toEqual([1, 0]);
    // Item 1 is one step away and item 0 two, in each direction of its vectors: (1, 1/2) at length 1.
    const [x = NaN, y = NaN] = vectorOf(2, [sequence(2, 1, 0)]);
    expect(x).toBeCloseTo(1 / Math.hypot(1, 0.5), 6);
    expect(y).toBeCloseTo(0.5 / Math.hypot(1, 0.5), 6);
  });

  it('are somewhere on the unit sphere for an item that is seen with none', () => {
    expect(Math.hypot(...vectorOf(2, [sequence(2), sequence(0, 1)]))).toBeCloseTo(1, 6);
  });
});
