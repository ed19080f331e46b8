import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { principalComponents } from './principal-components.ts';

describe('principalComponents', () => {
  it('finds the directions along which made data vary, the wider one first', () => {
    const random = new Random(3);
    // Deviation 3 along (1, 1, 0) / √2, 1 along (0, 0, 1), none along (1, -1, 0): nine tenths and a tenth.
    const truth = Array.from({ length: 400 }, () => [3 * random.normal(), random.normal()] as const);
    const rows = Float32Array.from(
      truth.flatMap(([a, b]) => [5 + a / Math.SQRT2, a / Math.SQRT2 - 2, b + 1]),
    );
    const { points, explained } = principalComponents(rows, 3, 3, new Random(1));
    expect(explained[0]).toBeCloseTo(0.9, 1);
    expect(explained[1]).toBeCloseTo(0.1, 1);
    expect(explained[2]).toBeCloseTo(0, 5);
    const sign = Math.sign((points[0] ?? 0) * (truth[0]?.[0] ?? 0));
    const mean = truth.reduce((sum, [a]) => sum + a, 0) / truth.length;
    for (const [row, [a]] of truth.entries()) expect(sign * (points[3 * row] ?? 0)).toBeCloseTo(a - mean, 0);
  });

  it('says that nothing varies where nothing does', () => {
    const { points, explained } = principalComponents(Float32Array.of(1, 2, 1, 2), 2, 2, new Random(1));
    expect([...points]).toEqual([0, 0, 0, 0]);
    expect(explained).toEqual([0, 0]);
  });
});
