import { describe, expect, it } from '@jest/globals';
import { decodeCells, encodeCells } from './cell-codes.ts';

const matrix = {
  starts: Int32Array.of(0, 4, 4, 6),
  columns: Int32Array.of(7, 2, 9, 1, 3, 0),
  values: Float32Array.of(8, 4, 0.5, 0.02, 0.3, 0.3),
};

describe('cells in 8 bits', () => {
  it('come back within a hundredth of the largest of their row', () => {
    const { starts, columns, values } = decodeCells(encodeCells(matrix, 0));
    expect([...starts]).toEqual([0, 4, 4, 6]);
    expect([...columns]).toEqual([7, 2, 9, 1, 3, 0]);
    for (const [at, value] of values.entries())
      expect(Math.abs(value - (matrix.values[at] ?? 0))).toBeLessThan(0.04);
    expect(values[0]).toBe(8);
    expect([values[4], values[5]]).toEqual([Math.fround(0.3), Math.fround(0.3)]);
  });

  it('stay in order', () => {
    const { values } = decodeCells(encodeCells(matrix, 0));
    expect([...values.subarray(0, 4)]).toEqual([...values.subarray(0, 4)].sort((a, b) => b - a));
  });

  it('are dropped below a share of the largest of their row', () => {
    const { starts, columns } = encodeCells(matrix, 0.1);
    expect([...starts]).toEqual([0, 2, 2, 4]);
    expect([...columns]).toEqual([7, 2, 3, 0]);
  });
});
