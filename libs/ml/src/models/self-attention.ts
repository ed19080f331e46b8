import type { NamedArrays } from '../artifact/arrays.ts';
import { dotRow } from '../retrieval/vectors.ts';
import type { History } from '../sequences/history.ts';
import type { Recommender } from './recommender.ts';
import { ScoreBoard } from './score-board.ts';
import type { Scored } from './scored.ts';
import { selfAttentionState, type SelfAttentionWeights } from './self-attention-weights.ts';
import { hiddenStates } from './self-attention-states.ts';

/**
 * SASRec (Kang and McAuley 2018) with pre-norm blocks: the state of the newest position, times each item's vector. Inference
 * only, in plain arrays; training/train-self-attention.ts learns the weights.
 */
export class SelfAttention implements Recommender {
  readonly name = 'self-attention';
  readonly itemCount: number;
  private readonly historyMost: number;
  private readonly board: ScoreBoard;

  constructor(readonly weights: SelfAttentionWeights) {
    this.itemCount = weights.items.length / weights.dimension;
    this.historyMost = weights.places.length / weights.dimension;
    this.board = new ScoreBoard(this.itemCount);
  }

  candidates(history: History, k: number): Scored {
    this.board.clear();
    const state = this.stateOf(history);
    if (state !== undefined)
      for (let item = 0; item < this.itemCount; item++) this.board.add(item, this.scoreOf(state, item));
    return this.board.top(k);
  }

  score(history: History, items: Int32Array): Float32Array {
    const state = this.stateOf(history);
    return Float32Array.from(items, (item) =>
      state === undefined || !this.isKnown(item) ? 0 : this.scoreOf(state, item),
    );
  }

  state(): NamedArrays {
    return selfAttentionState(this.weights);
  }

  /** [d]; undefined for a history without any known item. */
  private stateOf(history: History): Float32Array | undefined {
    const items = history.items.filter((item) => this.isKnown(item)).slice(-this.historyMost);
    if (items.length === 0) return undefined;
    return hiddenStates(this.weights, items).slice(-this.weights.dimension);
  }

  private scoreOf(state: Float32Array, item: number): number {
    return dotRow(this.weights.items, item, state);
  }

  private isKnown(item: number): boolean {
    return item >= 0 && item < this.itemCount;
  }
}
