import { describe, expect, it } from '@jest/globals';
import { solvePositive } from './solve-positive.ts';

describe('solvePositive', () => {
  it('finds what the matrix makes the right side of', () => {
    const matrix = Float64Array.of(4, 2, 1, 2, 5, 3, 1, 3, 6);
    const solution = solvePositive(matrix, Float64Array.of(4 + 4 + 3, 2 + 10 + 9, 1 + 6 + 18));
    for (const [i, value] of [1, 2, 3].entries()) expect(solution[i]).toBeCloseTo(value, 12);
  });

  it('refuses a matrix that is not positive definite', () => {
    expect(() => solvePositive(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1))).toThrow('row 1');
  });
});
