import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { isCoarseTable } from './is-coarse-table.ts';

const table = (...make: readonly ((random: Random) => number)[]) => {
  const random = new Random(1);
  return {
    columns: make.map((_, i) => `c${i}`),
    rowCount: 3_000,
    values: make.map((value) => Float32Array.from({ length: 3_000 }, () => value(random))),
  };
};
/** Whole numbers near nought, now and then far out. */
const cutDown = (random: Random) => Math.trunc(random.normal() * (random.next() < 0.02 ? 30 : 0.9));
const smooth = (random: Random) => random.normal();
const category = (random: Random) => random.integer(4);

describe('isCoarseTable', () => {
  it('knows numbers that were cut down to integers and have long tails', () => {
    expect(isCoarseTable(table(cutDown, cutDown, smooth))).toBe(true);
  });

  it('takes neither smooth numbers nor categories for them', () => {
    expect(isCoarseTable(table(smooth, smooth, cutDown))).toBe(false);
    expect(isCoarseTable(table(category, category, category))).toBe(false);
    expect(isCoarseTable({ columns: [], rowCount: 0, values: [] })).toBe(false);
  });
});
