import type { NamedArrays } from '../artifact/arrays.ts';
import { dotRow } from '../retrieval/vectors.ts';
import type { History } from '../sequences/history.ts';
import { gruState, type GruWeights } from './gru-weights.ts';
import type { Recommender } from './recommender.ts';
import { ScoreBoard } from './score-board.ts';
import type { Scored } from './scored.ts';

/**
 * GRU4Rec (Hidasi et al. 2016): a gated recurrent layer reads the history item by item, every item is scored by the product
 * of its vector with the last state, plus its bias. Inference only, in plain arrays; training/train-gru.ts learns the weights.
 */
export class Gru implements Recommender {
  readonly name = 'gru';
  private readonly itemCount: number;
  private readonly board: ScoreBoard;

  constructor(readonly weights: GruWeights) {
    this.itemCount = weights.outputs.length / (weights.dimension + 1);
    this.board = new ScoreBoard(this.itemCount);
  }

  candidates(history: History, k: number): Scored {
    const state = this.stateOf(history.items);
    this.board.clear();
    if (state !== undefined) {
      for (let item = 0; item < this.itemCount; item++)
        this.board.add(item, dotRow(this.weights.outputs, item, state));
    }
    return this.board.top(k);
  }

  score(history: History, items: Int32Array): Float32Array {
    const state = this.stateOf(history.items);
    return Float32Array.from(items, (item) =>
      state === undefined || !this.isKnown(item) ? 0 : dotRow(this.weights.outputs, item, state),
    );
  }

  state(): NamedArrays {
    return gruState(this.weights);
  }

  /** The state after the history, and a 1 for the bias: [d + 1]; undefined where no item is known. */
  private stateOf(history: Int32Array): Float32Array | undefined {
    const { dimension, historyMost } = this.weights;
    const items = history.filter((item) => this.isKnown(item)).slice(-historyMost);
    if (items.length === 0) return undefined;
    const state = new Float32Array(dimension + 1);
    for (const item of items) this.step(state, item);
    state[dimension] = 1;
    return state;
  }

  /** state <- (1 - z) state + z tanh(Wx + U(r state)), with the gates r and z in (0, 1). */
  private step(state: Float32Array, item: number): void {
    const { dimension: d, inputs, inputWeights, bias, gateWeights, candidateWeights } = this.weights;
    const vector = inputs.subarray(item * (d + 1), item * (d + 1) + d);
    const before = state.slice(0, d);
    const input = bias.slice();
    addProduct(input, vector, inputWeights);
    const gates = input.slice(0, 2 * d);
    addProduct(gates, before, gateWeights);
    for (let i = 0; i < 2 * d; i++) gates[i] = 1 / (1 + Math.exp(-(gates[i] ?? 0)));
    const candidate = input.slice(2 * d);
    addProduct(
      candidate,
      before.map((value, i) => value * (gates[i] ?? 0)),
      candidateWeights,
    );
    for (let i = 0; i < d; i++) {
      const update = gates[d + i] ?? 0;
      state[i] = (1 - update) * (before[i] ?? 0) + update * Math.tanh(candidate[i] ?? 0);
    }
  }

  private isKnown(item: number): boolean {
    return item >= 0 && item < this.itemCount;
  }
}

/** target [m] += vector [n] · matrix [n, m]. */
function addProduct(target: Float32Array, vector: Float32Array, matrix: Float32Array): void {
  const columns = target.length;
  for (let row = 0, at = 0; row < vector.length; row++, at += columns) {
    const value = vector[row] ?? 0;
    for (let i = 0; i < columns; i++) target[i] = (target[i] ?? 0) + value * (matrix[at + i] ?? 0);
  }
}
