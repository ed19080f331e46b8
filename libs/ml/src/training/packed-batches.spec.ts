import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random } from '../random.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import { packedBatches } from './packed-batches.ts';

/** Items count up, over all sequences, so that an item names its place in the data. */
function sequences(lengths: readonly number[]): InteractionSequence[] {
  let next = 1;
  return lengths.map((length, number) => ({
    owner: `u:${number}`,
    items: Int32Array.from({ length }, () => next++),
    kinds: new Uint8Array(length),
    timesMs: Float64Array.from({ length }, (_, i) => i),
    groups: new Int32Array(length),
  }));
}

describe('packedBatches', () => {
  it('predicts every item but the first of a sequence once, and ends every piece at the last place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 4 }),
        (lengths, length, batch) => {
          const all = sequences(lengths);
          const firsts = new Set(all.map(({ items }) => items[0]));
          const batches = packedBatches(all, { batch, length }, new Random(1));
          const targets: number[] = [];
          for (const { items, targets: next, places, segments, weights, filled } of batches) {
            expect(items).toHaveLength(batch * length);
            expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
            expect(segments.filter((segment) => segment >= 0)).toHaveLength(filled);
            for (const [at, segment] of segments.entries()) {
              if (segment < 0) continue;
              expect(next[at]).toBe((items[at] ?? 0) + 1);
              targets.push(next[at] ?? 0);
              const isLast = (at + 1) % length === 0 || segments[at + 1] !== segment;
              expect(isLast ? places[at] : (places[at] ?? 0) + 1).toBe(isLast ? length - 1 : places[at + 1]);
            }
          }
          const expected = all.flatMap(({ items }) => [...items.subarray(1)]);
          expect(targets.toSorted((a, b) => a - b)).toEqual(expected);
          expect(targets.some((target) => firsts.has(target))).toBe(false);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('wastes little room on short sequences', () => {
    const batches = packedBatches(
      sequences(Array.from({ length: 500 }, () => 4)),
      { batch: 10, length: 12 },
      new Random(1),
    );
    // 500 pieces of three inputs in rows of twelve.
    expect(batches).toHaveLength(13);
  });
});
