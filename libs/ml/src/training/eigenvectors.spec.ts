import { describe, expect, it } from '@jest/globals';
import type { ItemMatrix } from '../models/item-matrix.ts';
import { Random } from '../random.ts';
import { eigenvectorStart } from './eigenvectors.ts';

/** Items of one block go together, more or less. */
function blocks(count: number, size: number): ItemMatrix {
  const items = count * size;
  const starts = Int32Array.from({ length: items + 1 }, (_, item) => item * (size - 1));
  const columns = Int32Array.from({ length: items * (size - 1) }, (_, at) => {
    const item = Math.floor(at / (size - 1));
    const block = Math.floor(item / size) * size;
    const other = block + (at % (size - 1));
    return other < item ? other : other + 1;
  });
  return { starts, columns, values: new Float32Array(columns.length).fill(1 / size) };
}

const cosine = (vectors: Float32Array, d: number, a: number, b: number): number => {
  let sum = 0;
  for (let i = 0; i < d; i++) sum += (vectors[a * d + i] ?? 0) * (vectors[b * d + i] ?? 0);
  return sum;
};

describe('eigenvectorStart', () => {
  const d = 6;
  const vectors = eigenvectorStart(blocks(6, 10), d, new Random(1));

  it('gives every item a vector of length 1', () => {
    for (let item = 0; item < 60; item++) expect(cosine(vectors, d, item, item)).toBeCloseTo(1, 5);
  });

  it('puts items that go together beside each other, and others at a right angle', () => {
    expect(cosine(vectors, d, 0, 9)).toBeGreaterThan(0.9);
    expect(Math.abs(cosine(vectors, d, 0, 10))).toBeLessThan(0.2);
    expect(Math.abs(cosine(vectors, d, 25, 59))).toBeLessThan(0.2);
  });

  it('is finite where there are more dimensions than items, or nothing at all', () => {
    const few = eigenvectorStart(blocks(1, 3), d, new Random(2));
    const empty: ItemMatrix = {
      starts: new Int32Array(4),
      columns: new Int32Array(0),
      values: new Float32Array(0),
    };
    const none = eigenvectorStart(empty, d, new Random(3));
    expect([...few, ...none].every(Number.isFinite)).toBe(true);
    expect(eigenvectorStart({ ...empty, starts: new Int32Array(1) }, d, new Random(4))).toHaveLength(0);
  });
});
