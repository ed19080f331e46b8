import type { NamedArrays } from '../artifact/arrays.ts';
import type { History } from '../sequences/history.ts';
import { attentionState, ENERGY_SCALE, LOGIT_SCALE, type AttentionWeights } from './attention-weights.ts';
import { BoardSource } from './board-source.ts';
import type { ScoreBoard } from './score-board.ts';

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
 * 14 x its cosine with it. Inference only, in plain arrays; training/train-attention.ts learns the weights.
 */
export class AttentionPooling extends BoardSource {
  readonly name = 'attention';
  /** Of the last history asked about: reasons are asked for right after scores. */
  private last: { readonly history: Int32Array; readonly pooled: Pooled | undefined } | undefined;

  constructor(readonly weights: AttentionWeights) {
    super(weights.items.length / weights.dimension);
  }

  /** The item whose part of the pooled vector points most towards the scored one. */
  because(history: History, item: number): number | undefined {
    const pooled = this.pool(history.items);
    if (pooled === undefined || !this.isKnown(item)) return undefined;
    const { dimension, output } = this.weights;
    const target = this.vectorOf(item);
    // Towards which input the output layer leads: [2d] = output · target.
    const pull = Float32Array.from({ length: 2 * dimension }, (_, i) =>
      dot(output.subarray(i * dimension, (i + 1) * dimension), target),
    );
    let [best, bestPart] = [undefined as number | undefined, 0];
    for (const [place, from] of pooled.items.entries()) {
      const vector = this.vectorOf(from);
      let part = (pooled.shares[place] ?? 0) * dot(pull.subarray(0, dimension), vector);
      if (place === pooled.items.length - 1) part += dot(pull.subarray(dimension), vector);
      if (from !== item && part > bestPart) [best, bestPart] = [from, part];
    }
    return best;
  }

  /** Cosine of two items, -1 to 1. */
  similarity(a: number, b: number): number {
    return dot(this.vectorOf(a), this.vectorOf(b));
  }

  state(): NamedArrays {
    return attentionState(this.weights);
  }

  protected addScores(history: History, board: ScoreBoard): void {
    const pooled = this.pool(history.items);
    if (pooled === undefined) return;
    const { items, dimension } = this.weights;
    const { vector } = pooled;
    for (let item = 0, at = 0; item < this.itemCount; item++, at += dimension) {
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += (items[at + i] ?? 0) * (vector[i] ?? 0);
      board.add(item, LOGIT_SCALE * sum);
    }
  }

  private vectorOf(item: number): Float32Array {
    const { items, dimension } = this.weights;
    return items.subarray(item * dimension, (item + 1) * dimension);
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
    const length = Math.sqrt(dot(vector, vector));
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

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** vector [n] · matrix [n, columns]. */
function rowTimes(vector: Float32Array, matrix: Float32Array, columns: number): Float32Array {
  const product = new Float32Array(columns);
  for (const [row, value] of vector.entries())
    addScaled(product, matrix.subarray(row * columns, (row + 1) * columns), value);
  return product;
}

/** target += scale x vector, over the vector's length. */
function addScaled(target: Float32Array, vector: Float32Array, scale: number): void {
  for (let i = 0; i < vector.length; i++) target[i] = (target[i] ?? 0) + scale * (vector[i] ?? 0);
}
