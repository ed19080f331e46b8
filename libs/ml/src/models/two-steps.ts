import type { Corpus } from '../sequences/corpus.ts';
import { addRowTo, buildItemMatrix, type ItemMatrix } from './item-matrix.ts';
import { transitionMatrix, type TransitionsConfig } from './item-transitions.ts';
import { MatrixSource } from './matrix-source.ts';

export interface TwoStepsConfig {
  readonly name: 'two-steps';
  /** The single step; its rows are cut to `stepMost` before they are followed a second time. */
  readonly step: Omit<TransitionsConfig, 'name' | 'rowMost'>;
  readonly stepMost: number;
  readonly rowMost: number;
}

/** "What follows what follows": transitions squared, which reach items that were never seen near the history. */
export class TwoSteps extends MatrixSource {
  readonly name = 'two-steps';

  constructor({ step }: TwoStepsConfig, matrix: ItemMatrix) {
    super(step, matrix);
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
}
