import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { expectedCalibrationError } from './calibration-error.ts';

describe('expectedCalibrationError', () => {
  it('is how far probabilities and shares are apart', () => {
    expect(expectedCalibrationError([0.5, 0.5, 0.5, 0.5], [true, false, true, false], 1)).toBe(0);
    expect(expectedCalibrationError([0.9, 0.9, 0.1, 0.1], [false, false, true, true], 2)).toBeCloseTo(0.9);
    expect(expectedCalibrationError([], [])).toBeNaN();
  });

  it('is near nought where chance itself was told', () => {
    const random = new Random(1);
    const probabilities = Float64Array.from({ length: 20_000 }, () => random.next() ** 3);
    const labels = [...probabilities].map((probability) => random.next() < probability);
    expect(expectedCalibrationError(probabilities, labels)).toBeLessThan(0.01);
    expect(expectedCalibrationError(probabilities.map(Math.sqrt), labels)).toBeGreaterThan(0.1);
  });
});
