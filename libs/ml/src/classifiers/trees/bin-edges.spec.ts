import { describe, expect, it } from '@jest/globals';
import { Random } from '../../random.ts';
import { binEdges } from './bin-edges.ts';
import { binMatrix } from './binned-matrix.ts';

const edgesOf = (values: Float32Array, binsMost: number, tailShare = 0) =>
  binEdges(values, { binsMost, tailShare });

function binsOf(values: Float32Array, binsMost: number, tailShare = 0) {
  const matrix = { columns: ['x'], rowCount: values.length, values: [values] };
  return binMatrix(matrix, [edgesOf(values, binsMost, tailShare)]);
}

describe('binEdges', () => {
  it('gives each of few values a bin of its own', () => {
    expect([...edgesOf(Float32Array.of(3, 1, 2, 2, NaN, 1), 10)]).toEqual([1.5, 2.5]);
  });

  it('makes bins of like counts, as many as it may', () => {
    const random = new Random(2);
    const values = Float32Array.from({ length: 20_000 }, () => random.normal());
    const { edges, bins } = binsOf(values, 100);
    expect(edges[0]).toHaveLength(99);
    const counts = new Int32Array(100);
    for (const bin of bins[0] ?? []) counts[bin] = (counts[bin] ?? 0) + 1;
    expect(Math.min(...counts)).toBeGreaterThan(190);
    expect(Math.max(...counts)).toBeLessThan(210);
  });

  it('lets a common value have a bin and cuts the others finely', () => {
    const random = new Random(3);
    const values = Float32Array.from({ length: 10_000 }, (_, i) => (i % 2 === 0 ? 0 : 1 + random.next()));
    const edges = edgesOf(values, 20);
    expect(edges[0]).toBeLessThanOrEqual(1);
    expect(edges).toHaveLength(19);
  });

  it('spends a share of the bins on the ends', () => {
    const values = Float32Array.from({ length: 100_000 }, (_, i) => i);
    const edges = edgesOf(values, 255, 0.25);
    expect(edges.filter((edge) => edge > 99_000).length).toBeGreaterThan(30);
    expect(edges.length).toBeLessThanOrEqual(254);
  });

  it('does not mind infinity, nothing at all, or only what is missing', () => {
    expect([...edgesOf(Float32Array.of(1, Infinity, -Infinity), 10)].every(Number.isFinite)).toBe(true);
    expect(edgesOf(new Float32Array(), 10)).toHaveLength(0);
    expect(edgesOf(Float32Array.of(NaN, NaN), 10)).toHaveLength(0);
  });
});

describe('binMatrix', () => {
  it.each([30, 2_000])('puts every number between the edges of its bin, of %s', (binsMost) => {
    const random = new Random(4);
    const values = Float32Array.from({ length: 5_000 }, (_, i) =>
      i % 10 === 0 ? NaN : i % 7 === 0 ? 0 : random.normal() * 10 ** (6 * random.next() - 3),
    );
    const { edges, bins, hasMissing } = binsOf(values, binsMost, 0.25);
    const [ofColumn = new Float64Array()] = edges;
    expect(hasMissing).toEqual([true]);
    for (const [row, value] of values.entries()) {
      const bin = bins[0]?.[row] ?? -1;
      if (Number.isNaN(value)) expect(bin).toBe(ofColumn.length + 1);
      else {
        expect(value).toBeGreaterThan(ofColumn[bin - 1] ?? -Infinity);
        expect(value).toBeLessThanOrEqual(ofColumn[bin] ?? Infinity);
      }
    }
  });
});
