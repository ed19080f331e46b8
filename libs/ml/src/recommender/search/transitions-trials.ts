import type { ItemMatrix } from '../../models/item-matrix.ts';
import {
  addTransitions,
  columnDamping,
  ItemTransitions,
  type TransitionsConfig,
} from '../../models/item-transitions.ts';
import { pairWeights } from '../../models/pair-weights.ts';
import { ScoreBoard } from '../../models/score-board.ts';
import type { Corpus } from '../../sequences/corpus.ts';
import type { Query } from '../../sequences/queries.ts';
import { sumGoals } from './question-goal.ts';
import type { TrialResult } from './trial.ts';

/** Counts before they are damped, of the rows that are asked about. */
interface Counted {
  readonly config: TransitionsConfig;
  readonly matrix: ItemMatrix;
  /** [items] */
  readonly rowSums: Float64Array;
}

const COUNT_PARAMETERS = ['window', 'windowDecay', 'forward', 'backward', 'kindPower'] as const;

/**
 * Trials of the transitions. Only rows of items that the questions ask about are counted; trials that differ only in
 * how counts are damped share the counts.
 */
export class TransitionsTrials {
  private readonly asked: ReadonlySet<number>;
  private readonly board: ScoreBoard;
  private shared: Counted | undefined;

  constructor(
    private readonly corpus: Corpus,
    private readonly questions: readonly Query[],
    private readonly repeats: boolean,
  ) {
    this.asked = new Set(questions.flatMap(({ history }) => [...history.items]));
    this.board = new ScoreBoard(corpus.itemCount);
  }

  run(config: TransitionsConfig, from: number, to: number): TrialResult {
    const { shared } = this;
    const isCounted =
      shared !== undefined && COUNT_PARAMETERS.every((name) => shared.config[name] === config[name]);
    const counted = isCounted ? shared : this.count(config);
    this.shared = counted;
    const source = new ItemTransitions(
      config,
      this.damped(counted, config),
      Float32Array.from(counted.rowSums),
    );
    return sumGoals(this.questions.slice(from, to), this.repeats, ({ history }) => source.board(history));
  }

  private count(config: TransitionsConfig): Counted {
    const { corpus, board } = this;
    const weights = pairWeights(config);
    const starts = new Int32Array(corpus.itemCount + 1);
    const rowSums = new Float64Array(corpus.itemCount);
    const rows: { readonly columns: Int32Array; readonly values: Float32Array }[] = [];
    let length = 0;
    for (let item = 0; item < corpus.itemCount; item++) {
      if (this.asked.has(item)) {
        board.clear();
        addTransitions(corpus, item, weights, board);
        const columns = board.entries().slice();
        rows.push({ columns, values: Float32Array.from(columns, (column) => board.scores[column] ?? 0) });
        rowSums[item] = board.sum();
        length += columns.length;
      }
      starts[item + 1] = length;
    }
    const matrix = { starts, columns: new Int32Array(length), values: new Float32Array(length) };
    let at = 0;
    for (const { columns, values } of rows) {
      matrix.columns.set(columns, at);
      matrix.values.set(values, at);
      at += columns.length;
    }
    return { config, matrix, rowSums };
  }

  /** Cells in no order within a row, which sums do not depend on. */
  private damped({ matrix, rowSums }: Counted, config: TransitionsConfig): ItemMatrix {
    const damping = columnDamping(this.corpus, config);
    const starts = new Int32Array(matrix.starts.length);
    const columns = new Int32Array(matrix.columns.length);
    const values = new Float32Array(matrix.values.length);
    const { board } = this;
    let length = 0;
    for (let item = 0; item < rowSums.length; item++) {
      const scale = (rowSums[item] ?? 0) ** -config.rowPower;
      board.clear();
      const end = matrix.starts[item + 1] ?? 0;
      for (let at = matrix.starts[item] ?? 0; at < end; at++) {
        const column = matrix.columns[at] ?? 0;
        board.add(column, (matrix.values[at] ?? 0) * scale * (damping[column] ?? 0));
      }
      for (const column of board.best(config.rowMost)) {
        columns[length] = column;
        values[length++] = board.scores[column] ?? 0;
      }
      starts[item + 1] = length;
    }
    return { starts, columns, values };
  }
}
