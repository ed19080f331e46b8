import { describe, expect, it } from '@jest/globals';
import { BlendWeights } from '../models/blend-weights.ts';
import { pruneUnits } from './prune-units.ts';

/** Two features, four units: the second has no way in, the fourth no way out. */
const arrays = {
  offsets: new Float32Array(2),
  factors: Float32Array.of(1, 1),
  linear: Float32Array.of(0.5, -0.5),
  hidden: Float32Array.of(1, 0, 2, 3, -1, 0, 1, 3),
  hiddenBias: Float32Array.of(0.1, 0, 0.2, 0.3),
  output: Float32Array.of(0.5, 9, -1, 0),
};

describe('pruned units', () => {
  it('are those that matter least', () => {
    const { hidden, hiddenBias, output } = pruneUnits(arrays, 0.5);
    expect([...hidden]).toEqual([1, 2, -1, 1]);
    expect([...hiddenBias]).toEqual([Math.fround(0.1), Math.fround(0.2)]);
    expect([...output]).toEqual([0.5, -1]);
  });

  it('change no score where they did nothing', () => {
    const row = Float32Array.of(0.7, -0.2);
    expect(new BlendWeights(pruneUnits(arrays, 0.5)).score(row)).toBeCloseTo(
      new BlendWeights(arrays).score(row),
    );
  });

  it('are never all of them', () => {
    expect(pruneUnits(arrays, 1).output).toHaveLength(1);
    expect(pruneUnits(arrays, 0)).toEqual(arrays);
  });
});
