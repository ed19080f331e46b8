import { describe, expect, it } from '@jest/globals';
import { packArrays } from '../artifact/arrays.ts';
import { Random } from '../random.ts';
import { compressState, restoreState } from './compress-state.ts';
import { UNCOMPRESSED } from './compression.ts';

const random = new Random(2);
const normals = (length: number) => Float32Array.from({ length }, () => random.normal());
const attention = {
  items: normals(400 * 8),
  queryWeights: normals(64),
  energy: normals(8),
  listMembers: Int32Array.of(1, 0),
};
const matrix = {
  starts: Int32Array.from({ length: 101 }, (_, i) => 10 * i),
  columns: Int32Array.from({ length: 1000 }, (_, i) => i % 100),
  values: Float32Array.from({ length: 1000 }, (_, i) => 1 / (1 + (i % 10))),
};
const all = { ...UNCOMPRESSED, vectors: true, cells: true };

describe('a compressed state', () => {
  it('is what it was without compression', () => {
    expect(compressState(attention, UNCOMPRESSED)).toBe(attention);
    expect(restoreState(attention)).toEqual(attention);
  });

  it.each([
    ['vectors', attention, 0.42],
    ['cells', matrix, 0.65],
  ])('takes fewer bytes for %s', (_, state, share) => {
    const [before, after] = [packArrays(state).length, packArrays(compressState(state, all)).length];
    expect(after).toBeLessThan(share * before);
  });

  it('has the arrays of the original once restored, nearly', () => {
    for (const state of [attention, matrix, { ...matrix, rowSums: normals(100) }]) {
      const restored = restoreState(compressState(state, all));
      expect(Object.keys(restored).sort()).toEqual(Object.keys(state).sort());
      for (const [name, array] of Object.entries(state)) {
        const other = restored[name] ?? [];
        expect(other).toHaveLength(array.length);
        for (const [i, value] of array.entries())
          expect(Math.abs((other[i] ?? NaN) - value)).toBeLessThan(0.02);
      }
    }
  });

  it('leaves small matrices and everything else alone', () => {
    const compressed = compressState(attention, all);
    expect(compressed).toMatchObject({
      queryWeights: attention.queryWeights,
      energy: attention.energy,
      listMembers: attention.listMembers,
    });
    const signed = { ...matrix, values: matrix.values.map((value) => -value) };
    expect(compressState(signed, all)).toBe(signed);
  });

  it('without its scales is refused', () => {
    const { 'values:scales': _, ...rest } = compressState(matrix, all);
    expect(() => restoreState(rest)).toThrow('expected 32-bit floats as "values:scales"');
  });
});
