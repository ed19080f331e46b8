import { describe, expect, it } from '@jest/globals';
import { Repeat } from './repeat.ts';

describe('Repeat', () => {
  // A view of item 0 and a purchase of item 1 three visits ago, a purchase of item 1 in the newest.
  const history = {
    items: Int32Array.of(0, 1, 1),
    kinds: Uint8Array.of(0, 3, 3),
    timesMs: new Float64Array(3),
    groups: Int32Array.of(4, 4, 7),
    nowMs: 0,
  };

  it.each([2, 10])('lets an interaction fade by visits, not by steps (decay %d)', (visitDecay) => {
    const kindWeights = [0.2, 0.4, 0.5, 1] as const;
    const model = new Repeat({ name: 'repeat', visitDecay, historyMost: 10, kindWeights }, 3);
    const faded = Math.exp(-3 / visitDecay);
    const scores = [...model.score(history, Int32Array.of(0, 1, 2))];
    expect(scores).toEqual([expect.closeTo(0.2 * faded, 6), expect.closeTo(1 + faded, 6), 0]);
  });
});
