import type { NamedArrays } from '../artifact/arrays.ts';
import type { History } from '../sequences/history.ts';
import type { Source, SourceName } from './recommender.ts';
import { ScoreBoard } from './score-board.ts';
import type { Scored } from './scored.ts';

/** What the count models share: they add up scores on a board. */
export abstract class BoardSource implements Source {
  abstract readonly name: SourceName;
  private readonly own: ScoreBoard;

  constructor(readonly itemCount: number) {
    this.own = new ScoreBoard(itemCount);
  }

  board(history: History): ScoreBoard {
    this.own.clear();
    this.addScores(history, this.own);
    return this.own;
  }

  candidates(history: History, k: number): Scored {
    return this.board(history).top(k);
  }

  score(history: History, items: Int32Array): Float32Array {
    const { scores } = this.board(history);
    return Float32Array.from(items, (item) => scores[item] ?? 0);
  }

  /** Most sources score all they know. */
  complete(_history: History, _items: Int32Array, _board: ScoreBoard): void {}

  abstract because(history: History, items: Int32Array): Int32Array;
  abstract state(): NamedArrays;
  protected abstract addScores(history: History, board: ScoreBoard): void;

  protected isKnown(item: number): boolean {
    return item >= 0 && item < this.itemCount;
  }
}
