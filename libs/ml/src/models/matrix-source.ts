import type { NamedArrays } from '../artifact/arrays.ts';
import type { History } from '../sequences/history.ts';
import { BoardSource } from './board-source.ts';
import { addRowTo, matrixState, StrongestRow, type ItemMatrix } from './item-matrix.ts';
import { kindWeights } from './kind-weights.ts';
import type { LiveTransitions } from '../live/live-transitions.ts';
import type { ScoreBoard } from './score-board.ts';

/** How the newest items of a history are asked about. */
export interface HistoryDecay {
  /** The newest items asked about. */
  readonly historyMost: number;
  /** The p-th newest counts exp(-p / historyDecay). */
  readonly historyDecay: number;
  /** Interactions count by their kind, to this power (see kindWeights). */
  readonly kindPower: number;
}

/** What sources share that add up the rows of an item x item table for the newest items of the history. */
export abstract class MatrixSource extends BoardSource {
  private readonly kindWeights: Float64Array;
  /** What was counted since the table was made. */
  protected live: LiveTransitions | undefined;

  constructor(
    private readonly decay: HistoryDecay,
    protected readonly matrix: ItemMatrix,
  ) {
    super(matrix.starts.length - 1);
    this.kindWeights = kindWeights(decay.kindPower);
  }

  because(history: History, items: Int32Array): Int32Array {
    const strongest = new StrongestRow(this.matrix, items);
    const { live } = this;
    this.forNewest(history, (from, weight) => {
      strongest.consider(from, weight * (live?.rowScale(from) ?? 1));
      live?.forRow(from, (column, value) => strongest.considerEntry(from, column, weight * value));
    });
    return strongest.rows;
  }

  state(): NamedArrays {
    return matrixState(this.matrix);
  }

  protected addScores(history: History, board: ScoreBoard): void {
    const { live } = this;
    this.forNewest(history, (from, weight) => {
      addRowTo(board, this.matrix, from, weight * (live?.rowScale(from) ?? 1));
      live?.addRow(board, from, weight);
    });
    if (live !== undefined) board.weigh(live.columnScales);
  }

  private forNewest({ items, kinds }: History, visit: (item: number, weight: number) => void): void {
    const { historyMost, historyDecay } = this.decay;
    const oldest = Math.max(0, items.length - historyMost);
    for (let at = items.length - 1; at >= oldest; at--) {
      const item = items[at] ?? -1;
      if (!this.isKnown(item)) continue;
      const weight = this.kindWeights[kinds[at] ?? 0] ?? 0;
      visit(item, weight * Math.exp(-(items.length - 1 - at) / historyDecay));
    }
  }
}
