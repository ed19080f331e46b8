import type { NamedArrays } from '../artifact/arrays.ts';
import type { Corpus } from '../sequences/corpus.ts';
import { lastGroupStart, type History } from '../sequences/history.ts';
import { PURCHASE } from '../sequences/interaction.ts';
import { BoardSource } from './board-source.ts';
import { addRowTo, buildItemMatrix, matrixState, StrongestRow, type ItemMatrix } from './item-matrix.ts';
import type { ScoreBoard } from './score-board.ts';

export interface BasketConfig {
  readonly name: 'bought-together';
  /** Added to the order counts below the cosine: a pair seen once is not yet a pattern. */
  readonly shrink: number;
  /** Places of one order looked at on either side of an item. */
  readonly reach: number;
  readonly rowMost: number;
}

/** Items bought in the same order: cosine of their orders, damped for rare items. */
export class BasketAssociation extends BoardSource {
  readonly name = 'bought-together';

  constructor(private readonly matrix: ItemMatrix) {
    super(matrix.starts.length - 1);
  }

  /** Counts purchases only, in a shop that has any; visits otherwise. */
  static train(corpus: Corpus, config: BasketConfig): BasketAssociation {
    const purchasesOnly = corpus.kinds.includes(PURCHASE);
    const counts = (place: number): boolean => !purchasesOnly || corpus.kinds[place] === PURCHASE;
    const orders = new Float64Array(corpus.itemCount);
    for (const [place, item] of corpus.items.entries())
      if (counts(place)) orders[item] = (orders[item] ?? 0) + 1;
    const norm = orders.map((count) => 1 / Math.sqrt(count + config.shrink));
    const matrix = buildItemMatrix(corpus.itemCount, config.rowMost, (item, board) => {
      for (let at = corpus.placeStart[item] ?? 0; at < (corpus.placeStart[item + 1] ?? 0); at++) {
        const place = corpus.places[at] ?? 0;
        if (!counts(place)) continue;
        const group = corpus.groupOf[place];
        for (let near = place - config.reach; near <= place + config.reach; near++) {
          const other = corpus.items[near] ?? item;
          if (corpus.groupOf[near] === group && other !== item && counts(near)) board.add(other, 1);
        }
      }
      for (const other of board.entries()) {
        board.scores[other] = (board.scores[other] ?? 0) * (norm[item] ?? 0) * (norm[other] ?? 0);
      }
    });
    return new BasketAssociation(matrix);
  }

  /** What goes with a set of items, themselves left out. */
  forItems(items: Int32Array, board: ScoreBoard): void {
    for (const item of items) if (this.isKnown(item)) addRowTo(board, this.matrix, item, 1);
    for (const item of items) board.remove(item);
  }

  because(history: History, items: Int32Array): Int32Array {
    const strongest = new StrongestRow(this.matrix, items);
    for (const from of history.items.subarray(lastGroupStart(history))) {
      if (this.isKnown(from)) strongest.consider(from, 1);
    }
    return strongest.rows;
  }

  state(): NamedArrays {
    return matrixState(this.matrix);
  }

  /** The newest visit is the basket. */
  protected addScores(history: History, board: ScoreBoard): void {
    for (const item of history.items.subarray(lastGroupStart(history))) {
      if (this.isKnown(item)) addRowTo(board, this.matrix, item, 1);
    }
  }
}
