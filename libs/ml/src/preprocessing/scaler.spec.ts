import { describe, expect, it } from '@jest/globals';
import { fitMinMax, fitZScore, scaleRow } from './scaler.ts';

const ROWS = [Float64Array.of(1, 5, 0.1), Float64Array.of(3, 5, 0.1), Float64Array.of(5, 5, 0.1)];

describe('scalers', () => {
  it('centre each column on 0 with deviation 1, or span 0 to 1', () => {
    const z = ROWS.map((row) => scaleRow(fitZScore(ROWS), row));
    expect(z.map((row) => row[0])).toEqual(
      [-Math.sqrt(1.5), 0, Math.sqrt(1.5)].map((x) => expect.closeTo(x)),
    );
    const unit = ROWS.map((row) => scaleRow(fitMinMax(ROWS), row));
    expect(unit.map((row) => row[0])).toEqual([0, 0.5, 1]);
  });

  it('make a constant column 0, not NaN', () => {
    for (const scaler of [fitZScore(ROWS), fitMinMax(ROWS)]) {
      expect([...scaleRow(scaler, Float64Array.of(9, 7, 8)).subarray(1)]).toEqual([0, 0]);
    }
  });

  it('limit wild values', () => {
    expect(scaleRow(fitZScore(ROWS), Float64Array.of(1e9, 5, 0.1), 8)[0]).toBe(8);
  });
});
