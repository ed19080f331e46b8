import type { NamedArrays } from '../artifact/arrays.ts';
import type { History } from '../sequences/history.ts';
import { BoardSource } from './board-source.ts';
import { addRowTo, matrixState, StrongestRow, type ItemMatrix } from './item-matrix.ts';
import type { ScoreBoard } from './score-board.ts';

/** How the newest items of a history are asked about. */
export interface HistoryDecay {
  /** The newest items asked about. */
  readonly historyMost: number;
  /** The p-th newest counts exp(-p / historyDecay). */
  readonly historyDecay: number;
}

/** What sources share that add up the rows of an item x item table for the newest items of the history. */
export abstract class MatrixSource extends BoardSource {
  constructor(
    private readonly decay: HistoryDecay,
    private readonly matrix: ItemMatrix,
  ) {
    super(matrix.starts.length - 1);
  }

  because(history: History, items: Int32Array): Int32Array {
    const strongest = new StrongestRow(this.matrix, items);
    this.forNewest(history.items, (from, weight) => strongest.consider(from, weight));
    return strongest.rows;
  }

  state(): NamedArrays {
    return matrixState(this.matrix);
  }

  protected addScores({ items }: History, board: ScoreBoard): void {
    this.forNewest(items, (from, weight) => addRowTo(board, this.matrix, from, weight));
  }

  private forNewest(items: Int32Array, visit: (item: number, weight: number) => void): void {
    const { historyMost, historyDecay } = this.decay;
    const oldest = Math.max(0, items.length - historyMost);
    for (let at = items.length - 1; at >= oldest; at--) {
      const item = items[at] ?? -1;
      if (this.isKnown(item)) visit(item, Math.exp(-(items.length - 1 - at) / historyDecay));
    }
  }
}
