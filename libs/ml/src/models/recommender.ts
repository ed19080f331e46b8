import type { NamedArrays } from '../artifact/arrays.ts';
import type { History } from '../sequences/history.ts';
import type { ScoreBoard } from './score-board.ts';
import type { Scored } from './scored.ts';

/** Where a candidate can come from. */
export type SourceName =
  | 'popularity'
  | 'trending'
  | 'repeat'
  | 'transitions'
  | 'last-item'
  | 'came-before'
  | 'same-visit'
  | 'two-steps'
  | 'session-knn'
  | 'customer-knn'
  | 'sharp-knn'
  | 'bought-together'
  | 'attention'
  | 'content';

/** A model that is compared with the sources and the blend, and not served. */
export const CHALLENGERS = ['gru', 'self-attention'] as const;
export type ChallengerName = (typeof CHALLENGERS)[number];

/** What every recommender can do. Items are indices of the vocabulary; items outside it are ignored. */
export interface Recommender {
  readonly name: SourceName | ChallengerName | 'blend';
  /** The k best for a history (most recent last), highest score first. Fewer when it knows fewer. */
  candidates(history: History, k: number): Scored;
  /**
   * [items] Scores, comparable with those of candidates. Of an item it knows nothing of, a source or a challenger says 0, and
   * the blend the logit of features that say nothing.
   */
  score(history: History, items: Int32Array): Float32Array;
}

/** No item's index. */
export const NOT_ONE = -1;

/** A recommender that can be a part of the blend. */
export interface Source extends Recommender {
  readonly name: SourceName;
  /** Scores for a history. The board belongs to the source and is valid until its next call. */
  board(history: History): ScoreBoard;
  /**
   * Scores on the board what board(history) left out of these items; a source of a large catalogue may leave out what is
   * unlikely to be among its best.
   */
  complete(history: History, items: Int32Array, board: ScoreBoard): void;
  /** For each of the items, the item of the history that brought most of its score; NOT_ONE where no single one did. */
  because(history: History, items: Int32Array): Int32Array;
  /** Everything that loading needs, as numbers; hyper-parameters are in the manifest. */
  state(): NamedArrays;
}
