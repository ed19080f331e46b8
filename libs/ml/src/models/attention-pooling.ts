import type { NamedArrays } from '../artifact/arrays.ts';
import { invertedFileState, NearestVectors, type InvertedFile } from '../retrieval/inverted-file.ts';
import { dotRow } from '../retrieval/vectors.ts';
import type { History } from '../sequences/history.ts';
import { attentionState, ENERGY_SCALE, LOGIT_SCALE, type AttentionWeights } from './attention-weights.ts';
import { BoardSource } from './board-source.ts';
import { NOT_ONE } from './recommender.ts';
import type { ScoreBoard } from './score-board.ts';

/** Items of a large catalogue that are scored: more than are asked for, so that all of those are among them. */
const NEAREST = 200;

/** What one history looks like to the model. */
interface Pooled {
  /** Known items, oldest first, at most L. */
  readonly items: Int32Array;
  /** Share of each in the pool; sums to 1. */
  readonly shares: Float32Array;
  /** [d], length 1. */
  readonly vector: Float32Array;
}

/**
 * One additive-attention layer over unit item vectors: the history becomes one vector, every item is scored by
 * 14 x its cosine with it. Inference only, in plain arrays; training/train-attention.ts learns the weights. In a large
 * catalogue only items whose vectors lie near that vector are looked at.
 */
export class AttentionPooling extends BoardSource {
  readonly name = 'attention';
  /** Of the last history asked about: reasons are asked for right after scores. */
  private last: { readonly history: Int32Array; readonly pooled: Pooled | undefined } | undefined;
  private readonly nearest: NearestVectors | undefined;
  private readonly trainedCount: number;
  /** Vectors of items that came after the training. */
  private readonly added = new Map<number, Float32Array>();

  /** With room for items to come, up to `itemCount`. */
  constructor(
    readonly weights: AttentionWeights,
    private readonly index?: InvertedFile,
    itemCount = 0,
  ) {
    super(Math.max(itemCount, weights.items.length / weights.dimension));
    this.trainedCount = weights.items.length / weights.dimension;
    this.nearest = index === undefined ? undefined : new NearestVectors(index);
  }

  override complete(history: History, items: Int32Array, board: ScoreBoard): void {
    const pooled = this.pool(history.items);
    if (pooled === undefined) return;
    for (const item of items)
      if (this.isKnown(item) && !board.has(item)) board.add(item, this.logit(pooled.vector, item));
  }

  override score(history: History, items: Int32Array): Float32Array {
    const pooled = this.pool(history.items);
    return Float32Array.from(items, (item) =>
      pooled === undefined || !this.isKnown(item) ? 0 : this.logit(pooled.vector, item),
    );
  }

  /** The item whose part of the pooled vector points most towards the scored one. */
  because(history: History, items: Int32Array): Int32Array {
    const pooled = this.pool(history.items);
    if (pooled === undefined) return new Int32Array(items.length).fill(NOT_ONE);
    const parts = this.partsOf(pooled);
    return items.map((item) => {
      let [best, bestPart] = [NOT_ONE, 0];
      if (!this.isKnown(item)) return best;
      const target = this.vectorOf(item);
      for (const [place, from] of pooled.items.entries()) {
        const part = dotRow(parts, place, target);
        if (from !== item && part > bestPart) [best, bestPart] = [from, part];
      }
      return best;
    });
  }

  /** Puts the items with the nearest vectors on the board, each with its cosine; those that point away are left out. */
  addSimilar(item: number, weight: number, board: ScoreBoard): void {
    if (!this.isKnown(item)) return;
    const query = this.vectorOf(item);
    this.forNear(query, (other) => {
      const cosine = this.logit(query, other) / LOGIT_SCALE;
      if (cosine > 0) board.add(other, weight * cosine);
    });
  }

  /** Places an item that came after the training at the middle of others, by their weights; those without a vector count nothing. */
  place(item: number, others: Iterable<readonly [item: number, weight: number]>): void {
    if (item < this.trainedCount) return;
    const sum = new Float32Array(this.weights.dimension);
    for (const [other, weight] of others) {
      if (other < this.trainedCount) addScaled(sum, this.vectorOf(other), weight);
    }
    const length = Math.sqrt(dotRow(sum, 0, sum));
    if (length === 0) return;
    this.added.set(
      item,
      sum.map((value) => value / length),
    );
  }

  state(): NamedArrays {
    return {
      ...attentionState(this.weights),
      ...(this.index === undefined ? {} : invertedFileState(this.index)),
    };
  }

  protected addScores(history: History, board: ScoreBoard): void {
    const pooled = this.pool(history.items);
    if (pooled === undefined) return;
    const { vector } = pooled;
    this.forNear(vector, (item) => board.add(item, this.logit(vector, item)));
  }

  /** Every item of a small catalogue; those near the vector of a large one. */
  private forNear(vector: Float32Array, visit: (item: number) => void): void {
    if (this.nearest !== undefined) for (const item of this.nearest.search(vector, NEAREST)) visit(item);
    else for (let item = 0; item < this.trainedCount; item++) visit(item);
    for (const item of this.added.keys()) visit(item);
  }

  protected override isKnown(item: number): boolean {
    return item >= 0 && (item < this.trainedCount || this.added.has(item));
  }

  private logit(vector: Float32Array, item: number): number {
    const added = item < this.trainedCount ? undefined : this.vectorOf(item);
    return (
      LOGIT_SCALE *
      (added === undefined ? dotRow(this.weights.items, item, vector) : dotRow(added, 0, vector))
    );
  }

  private vectorOf(item: number): Float32Array {
    const { items, dimension } = this.weights;
    if (item >= this.trainedCount) return this.added.get(item) ?? new Float32Array(dimension);
    return items.subarray(item * dimension, (item + 1) * dimension);
  }

  /** What each item of the history adds to the pooled vector, before that is made a unit: [items, d]. */
  private partsOf({ items, shares }: Pooled): Float32Array {
    const { dimension, output } = this.weights;
    const parts = new Float32Array(items.length * dimension);
    for (const [place, from] of items.entries()) {
      const input = new Float32Array(2 * dimension);
      addScaled(input, this.vectorOf(from), shares[place] ?? 0);
      if (place === items.length - 1) input.set(this.vectorOf(from), dimension);
      parts.set(rowTimes(input, output, dimension), place * dimension);
    }
    return parts;
  }

  private pool(history: Int32Array): Pooled | undefined {
    if (this.last?.history !== history) this.last = { history, pooled: this.poolAnew(history) };
    return this.last.pooled;
  }

  private poolAnew(history: Int32Array): Pooled | undefined {
    const { dimension, historyMost, output } = this.weights;
    const items = history.filter((item) => this.isKnown(item)).slice(-historyMost);
    const newest = items[items.length - 1];
    if (newest === undefined) return undefined;
    const shares = this.shares(items, newest);
    const input = new Float32Array(2 * dimension);
    input.set(this.vectorOf(newest), dimension);
    for (const [place, item] of items.entries()) addScaled(input, this.vectorOf(item), shares[place] ?? 0);
    const vector = rowTimes(input, output, dimension);
    const length = Math.sqrt(dotRow(vector, 0, vector));
    return { items, shares, vector: vector.map((value) => value / Math.max(length, 1e-12)) };
  }

  /** Softmax of 4 v · sigmoid(Wq x_newest + Wk x_j + P[distance]) + r[distance]. */
  private shares(items: Int32Array, newest: number): Float32Array {
    const { dimension, queryWeights, keyWeights, energy, distanceVectors, distanceBias } = this.weights;
    const query = rowTimes(this.vectorOf(newest), queryWeights, dimension);
    const energies = Float32Array.from(items, (item, place) => {
      const distance = items.length - 1 - place;
      const key = rowTimes(this.vectorOf(item), keyWeights, dimension);
      let sum = 0;
      for (let i = 0; i < dimension; i++) {
        const x = (query[i] ?? 0) + (key[i] ?? 0) + (distanceVectors[distance * dimension + i] ?? 0);
        sum += (energy[i] ?? 0) / (1 + Math.exp(-x));
      }
      return ENERGY_SCALE * sum + (distanceBias[distance] ?? 0);
    });
    const most = energies.reduce((a, b) => Math.max(a, b), -Infinity);
    const weights = energies.map((value) => Math.exp(value - most));
    const total = weights.reduce((sum, value) => sum + value, 0);
    return weights.map((value) => value / total);
  }
}

/** vector [n] · matrix [n, columns]. */
function rowTimes(vector: Float32Array, matrix: Float32Array, columns: number): Float32Array {
  const product = new Float32Array(columns);
  for (let row = 0, at = 0; row < vector.length; row++, at += columns) {
    const value = vector[row] ?? 0;
    if (value === 0) continue;
    for (let i = 0; i < columns; i++) product[i] = (product[i] ?? 0) + value * (matrix[at + i] ?? 0);
  }
  return product;
}

/** target += scale x vector, over the vector's length. */
function addScaled(target: Float32Array, vector: Float32Array, scale: number): void {
  for (let i = 0; i < vector.length; i++) target[i] = (target[i] ?? 0) + scale * (vector[i] ?? 0);
}
