import { beforeAll, describe, expect, it } from '@jest/globals';
import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import { Random } from '../random.ts';
import {
  buildInvertedFile,
  invertedFileFrom,
  invertedFileState,
  NearestVectors,
  type InvertedFile,
} from './inverted-file.ts';
import { dotRow } from './vectors.ts';

const [COUNT, DIMENSION, GROUPS, NEAREST] = [6_000, 16, 60, 80];

/** Unit vectors around some directions, as items of departments are. */
function groupedVectors(random: Random): Float32Array {
  const directions = Float32Array.from({ length: GROUPS * DIMENSION }, () => random.normal());
  const vectors = new Float32Array(COUNT * DIMENSION);
  for (let row = 0; row < COUNT; row++) {
    const group = row % GROUPS;
    const vector = Float32Array.from(
      { length: DIMENSION },
      (_, i) => (directions[group * DIMENSION + i] ?? 0) + 0.5 * random.normal(),
    );
    const length = Math.hypot(...vector);
    vectors.set(
      vector.map((value) => value / length),
      row * DIMENSION,
    );
  }
  return vectors;
}

/** The true nearest, by looking at all. */
const nearestOf = (vectors: Float32Array, query: Float32Array): readonly number[] =>
  Array.from({ length: COUNT }, (_, row) => row)
    .sort((a, b) => dotRow(vectors, b, query) - dotRow(vectors, a, query))
    .slice(0, NEAREST);

describe('the inverted file', () => {
  const vectors = groupedVectors(new Random(3));
  let file: InvertedFile;

  beforeAll(() => {
    file = buildInvertedFile(vectors, DIMENSION, new Random(1));
  });

  it('holds every vector in one list', () => {
    expect(file.starts.at(-1)).toBe(COUNT);
    expect([...file.members].sort((a, b) => a - b)).toEqual(Array.from({ length: COUNT }, (_, row) => row));
  });

  it('has centroids of length 1', () => {
    for (let at = 0; at < file.centroids.length; at += DIMENSION) {
      expect(Math.hypot(...file.centroids.subarray(at, at + DIMENSION))).toBeCloseTo(1, 4);
    }
  });

  it('finds nearly all of the nearest', () => {
    const nearest = new NearestVectors(file);
    const queries = [11, 222, 3_333, 5_555];
    let found = 0;
    for (const row of queries) {
      const query = vectors.subarray(row * DIMENSION, (row + 1) * DIMENSION);
      const items = nearest.search(query, NEAREST);
      expect(items).toHaveLength(NEAREST);
      expect(items).toContain(row);
      found += nearestOf(vectors, query).filter((near) => items.includes(near)).length;
    }
    expect(found / (queries.length * NEAREST)).toBeGreaterThan(0.95);
  });

  it('finds no more than there are near the query', () => {
    const query = vectors.subarray(0, DIMENSION);
    const items = new NearestVectors(file).search(query, COUNT);
    expect(new Set(items).size).toBe(items.length);
    expect(items.length).toBeLessThan(COUNT);
  });

  it('is the same for the same seed, and after saving and loading', () => {
    expect(buildInvertedFile(vectors, DIMENSION, new Random(1))).toEqual(file);
    expect(invertedFileFrom(unpackArrays(packArrays(invertedFileState(file))))).toEqual(file);
  });

  it('is absent where none was saved', () => {
    expect(invertedFileFrom({})).toBeUndefined();
  });
});
