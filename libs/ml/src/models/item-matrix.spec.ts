import { describe, expect, it } from '@jest/globals';
import { buildItemMatrix, StrongestRow } from './item-matrix.ts';
import { NOT_ONE } from './recommender.ts';

/** Row 0 brings 0.3 to column 2, row 1 brings 0.9; row 2 brings itself 5 and column 3 a loss. */
const matrix = buildItemMatrix(4, 4, (item, board) => {
  if (item === 0) board.add(2, 0.3);
  if (item === 1) board.add(2, 0.9);
  if (item === 2) board.add(2, 5);
  if (item === 2) board.add(3, -1);
});

/** The row that is strongest in column 2, and that in column 3, of rows told one after the other. */
const strongestOf = (...told: readonly (readonly [row: number, weight: number])[]) => {
  const strongest = new StrongestRow(matrix, Int32Array.of(2, 3));
  for (const [row, weight] of told) strongest.consider(row, weight);
  return [...strongest.rows];
};

describe('the strongest row', () => {
  it('is the one with the largest value, whichever is told first', () => {
    expect(strongestOf([0, 1], [1, 1])[0]).toBe(1);
    expect(strongestOf([1, 1], [0, 1])[0]).toBe(1);
  });

  it('is the one with the largest value after the weights', () => {
    // 0.3 against 0.9 / 5 = 0.18.
    expect(strongestOf([0, 1], [1, 0.2])[0]).toBe(0);
    expect(strongestOf([1, 0.2], [0, 1])[0]).toBe(0);
  });

  it('can be of an entry that the table does not have', () => {
    const strongest = new StrongestRow(matrix, Int32Array.of(2));
    strongest.consider(0, 1);
    strongest.considerEntry(3, 2, 0.31);
    strongest.considerEntry(1, 2, 0.29);
    expect([...strongest.rows]).toEqual([3]);
  });

  it('is none where only the item itself speaks for it, or none does', () => {
    expect(strongestOf([2, 1])).toEqual([NOT_ONE, NOT_ONE]);
  });
});
