import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { quantiseRows, restoreRows } from './row-codes.ts';

describe('rows in 8 bits', () => {
  it('are codes of their largest number', () => {
    const { codes, scales } = quantiseRows(Float32Array.of(1, -2, 0.5, 0, 12.7, 6.35), 3);
    expect([...codes]).toEqual([64, -127, 32, 0, 127, 64]);
    expect(scales[0]).toBeCloseTo(2 / 127);
    expect(scales[1]).toBeCloseTo(0.1);
  });

  it('move no number by more than half the scale of its row', () => {
    const random = new Random(1);
    const matrix = Float32Array.from({ length: 50 * 16 }, (_, at) => random.normal() * 10 ** (at % 5));
    const rows = quantiseRows(matrix, 16);
    for (const [at, value] of restoreRows(rows).entries()) {
      const half = (rows.scales[Math.floor(at / 16)] ?? 0) / 2;
      expect(Math.abs(value - (matrix[at] ?? 0))).toBeLessThanOrEqual(half * 1.0001);
    }
  });

  it('keep rows of zeros, and no rows', () => {
    expect([...restoreRows(quantiseRows(new Float32Array(6), 3))]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(restoreRows(quantiseRows(new Float32Array(0), 3))).toHaveLength(0);
  });
});
