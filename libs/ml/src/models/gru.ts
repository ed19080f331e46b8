import type { NamedArrays } from '../artifact/arrays.ts';
import { dotRow } from '../retrieval/vectors.ts';
import type { History } from '../sequences/history.ts';
import { stepGru } from './gru-cell.ts';
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
    const { dimension, historyMost, inputs } = this.weights;
    const items = history.filter((item) => this.isKnown(item)).slice(-historyMost);
    if (items.length === 0) return undefined;
    const state = new Float32Array(dimension + 1);
    const moving = state.subarray(0, dimension);
    for (const item of items) {
      const from = item * (dimension + 1);
      stepGru(this.weights, moving, inputs.subarray(from, from + dimension));
    }
    state[dimension] = 1;
    return state;
  }

  private isKnown(item: number): boolean {
    return item >= 0 && item < this.itemCount;
  }
}
