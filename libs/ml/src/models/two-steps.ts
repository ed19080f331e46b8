import type { NamedArrays } from '../artifact/arrays.ts';
import type { Corpus } from '../sequences/corpus.ts';
import type { History } from '../sequences/history.ts';
import { BoardSource } from './board-source.ts';
import { addRowTo, buildItemMatrix, matrixState, StrongestRow, type ItemMatrix } from './item-matrix.ts';
import { transitionMatrix, type TransitionsConfig } from './item-transitions.ts';
import type { ScoreBoard } from './score-board.ts';

export interface TwoStepsConfig {
  readonly name: 'two-steps';
  /** The single step; its rows are cut to `stepMost` before they are followed a second time. */
  readonly step: Omit<TransitionsConfig, 'name' | 'rowMost'>;
  readonly stepMost: number;
  readonly rowMost: number;
}

/** "What follows what follows": transitions squared, which reach items that were never seen near the history. */
export class TwoSteps extends BoardSource {
  readonly name = 'two-steps';

  constructor(
    private readonly config: TwoStepsConfig,
    private readonly matrix: ItemMatrix,
  ) {
    super(matrix.starts.length - 1);
  }

  static train(corpus: Corpus, config: TwoStepsConfig): TwoSteps {
    const step = transitionMatrix(corpus, { ...config.step, rowMost: config.stepMost });
    const matrix = buildItemMatrix(corpus.itemCount, config.rowMost, (item, board) => {
      const end = step.starts[item + 1] ?? 0;
      for (let at = step.starts[item] ?? 0; at < end; at++) {
        addRowTo(board, step, step.columns[at] ?? 0, step.values[at] ?? 0);
      }
    });
    return new TwoSteps(config, matrix);
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
    const { historyMost, historyDecay } = this.config.step;
    for (let at = items.length - 1; at >= Math.max(0, items.length - historyMost); at--) {
      const item = items[at] ?? -1;
      if (this.isKnown(item)) visit(item, Math.exp(-(items.length - 1 - at) / historyDecay));
    }
  }
}
