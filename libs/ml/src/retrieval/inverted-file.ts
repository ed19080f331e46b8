import type { NamedArrays } from '../artifact/arrays.ts';
import { ScoreBoard } from '../models/score-board.ts';
import type { Random } from '../random.ts';
import { invert } from '../sequences/corpus.ts';
import { dotRow } from './vectors.ts';

/** Fewer vectors are all looked at: that takes less than a tenth of a millisecond a thousand. */
export const INDEXED_MIN = 10_000;
/** Lists looked into, of all: at 100,000 vectors one in twenty. */
const PROBES = 16;
/** Rounds of k-means, and vectors it learns from; more of either moves the centroids little. */
const ROUNDS = 6;
const SAMPLE_PER_CENTROID = 40;

/**
 * Vectors by their nearest centroid, in 8 bits a number, so that a search reads little: an inverted file (Jégou, Douze
 * and Schmid 2011) with scalar quantisation; in Faiss "IVF,SQ8".
 */
export interface InvertedFile {
  /** [C, d], every row of length 1. */
  readonly centroids: Float32Array;
  /** List c is members[starts[c]] up to starts[c + 1]. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
  /** [n, d], in the order of `members`: each number as a share of the largest. */
  readonly codes: Int8Array;
}

const CODE_MAX = 127;

/** Groups unit vectors [n, d] by spherical k-means (Dhillon and Modha 2001) into about sqrt(n) lists. */
export function buildInvertedFile(vectors: Float32Array, dimension: number, random: Random): InvertedFile {
  const count = vectors.length / dimension;
  const lists = Math.max(1, Math.round(Math.sqrt(count)));
  const sample = random.sample(count, lists * SAMPLE_PER_CENTROID);
  const centroids = new Float32Array(lists * dimension);
  for (let list = 0; list < lists; list++) {
    const from = (sample[list] ?? 0) * dimension;
    centroids.set(vectors.subarray(from, from + dimension), list * dimension);
  }
  for (let round = 0; round < ROUNDS; round++) moveToMeans(centroids, vectors, dimension, sample);
  const nearest = Int32Array.from({ length: count }, (_, row) =>
    nearestTo(centroids, vectors.subarray(row * dimension, (row + 1) * dimension)),
  );
  const { starts, places } = invert(nearest, lists);
  return { centroids, starts, members: places, codes: encode(vectors, dimension, places) };
}

/** Searches an inverted file. Reuses its scratch space: not to be shared between threads. */
export class NearestVectors {
  private readonly lists: ScoreBoard;
  private readonly found: ScoreBoard;
  private readonly query: Int32Array;

  constructor(private readonly file: InvertedFile) {
    const { starts, centroids, members } = file;
    this.lists = new ScoreBoard(starts.length - 1);
    this.found = new ScoreBoard(members.length);
    this.query = new Int32Array(centroids.length / (starts.length - 1));
  }

  /** About the k vectors with the largest dot product with the query [d], in no order. */
  search(query: Float32Array, k: number): Int32Array {
    const { starts, members, codes } = this.file;
    this.query.set(quantised(query, largestOf(query)));
    this.found.clear();
    for (const list of this.nearestLists(query)) {
      const end = starts[list + 1] ?? 0;
      for (let at = starts[list] ?? 0; at < end; at++) {
        this.found.add(members[at] ?? 0, dotCodes(codes, at, this.query));
      }
    }
    return this.found.best(k);
  }

  private nearestLists(query: Float32Array): Int32Array {
    const { centroids, starts } = this.file;
    this.lists.clear();
    for (let list = 0; list < starts.length - 1; list++) {
      this.lists.add(list, dotRow(centroids, list, query));
    }
    return this.lists.best(PROBES);
  }
}

/** The arrays of the index, named so that they can stand beside those of the model whose vectors it finds. Views. */
export function invertedFileState({ centroids, starts, members, codes }: InvertedFile): NamedArrays {
  return { centroids, listStarts: starts, listMembers: members, codes };
}

/** What invertedFileState gave; undefined where there is none. Throws TypeError on anything else. */
export function invertedFileFrom(state: NamedArrays): InvertedFile | undefined {
  const { centroids, listStarts: starts, listMembers: members, codes } = state;
  if (centroids === undefined) return undefined;
  if (
    centroids instanceof Float32Array &&
    starts instanceof Int32Array &&
    members instanceof Int32Array &&
    codes instanceof Int8Array
  ) {
    return { centroids, starts, members, codes };
  }
  throw new TypeError('expected floats and integers in the lists of a model');
}

function encode(vectors: Float32Array, dimension: number, order: Int32Array): Int8Array {
  const largest = largestOf(vectors);
  const codes = new Int8Array(vectors.length);
  for (const [at, row] of order.entries()) {
    const vector = vectors.subarray(row * dimension, (row + 1) * dimension);
    codes.set(quantised(vector, largest), at * dimension);
  }
  return codes;
}

const largestOf = (values: Float32Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);

const quantised = (vector: Float32Array, largest: number): Float32Array =>
  vector.map((value) => Math.round((CODE_MAX * value) / largest));

function dotCodes(codes: Int8Array, row: number, query: Int32Array): number {
  const start = row * query.length;
  let sum = 0;
  for (let i = 0; i < query.length; i++) {
    sum = (sum + Math.imul(codes[start + i] ?? 0, query[i] ?? 0)) | 0;
  }
  return sum;
}

function moveToMeans(
  centroids: Float32Array,
  vectors: Float32Array,
  dimension: number,
  sample: Int32Array,
): void {
  const sums = new Float32Array(centroids.length);
  for (const row of sample) {
    const vector = vectors.subarray(row * dimension, (row + 1) * dimension);
    const at = nearestTo(centroids, vector) * dimension;
    for (let i = 0; i < dimension; i++) sums[at + i] = (sums[at + i] ?? 0) + (vector[i] ?? 0);
  }
  for (let at = 0; at < sums.length; at += dimension) {
    const sum = sums.subarray(at, at + dimension);
    const length = Math.hypot(...sum);
    // A centroid that is nearest to nothing stays where it is.
    if (length > 0)
      centroids.set(
        sum.map((value) => value / length),
        at,
      );
  }
}

function nearestTo(centroids: Float32Array, vector: Float32Array): number {
  const count = centroids.length / vector.length;
  let [best, most] = [0, -Infinity];
  for (let centroid = 0; centroid < count; centroid++) {
    const cosine = dotRow(centroids, centroid, vector);
    if (cosine > most) [best, most] = [centroid, cosine];
  }
  return best;
}
