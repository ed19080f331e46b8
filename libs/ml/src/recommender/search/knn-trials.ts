import { haveSameNeighbours } from '../../models/have-same-neighbours.ts';
import { ScoreBoard } from '../../models/score-board.ts';
import { SessionKnn, type Neighbours } from '../../models/session-knn.ts';
import type { SessionKnnConfig } from '../../models/session-knn-config.ts';
import type { Corpus } from '../../sequences/corpus.ts';
import type { Query } from '../../sequences/queries.ts';
import { sumGoals } from './question-goal.ts';
import type { TrialResult } from './trial.ts';

/** Trials of the session kNN: those that differ only in how neighbours count share the neighbours. */
export class KnnTrials {
  private knn: SessionKnn | undefined;
  private readonly board: ScoreBoard;
  /** Of the configuration tried last: what was found for each question. */
  private shared:
    { readonly config: SessionKnnConfig; readonly neighbours: Map<number, Neighbours> } | undefined;

  constructor(
    private readonly corpus: Corpus,
    private readonly questions: readonly Query[],
    private readonly repeats: boolean,
  ) {
    this.board = new ScoreBoard(corpus.itemCount);
  }

  run(config: SessionKnnConfig, from: number, to: number): TrialResult {
    const knn = (this.knn = this.knn?.configured(config) ?? SessionKnn.train(this.corpus, config));
    if (this.shared === undefined || !haveSameNeighbours(this.shared.config, config)) {
      this.shared = { config, neighbours: new Map() };
    }
    const { neighbours } = this.shared;
    return sumGoals(this.questions.slice(from, to), this.repeats, ({ history }, i) => {
      const known = neighbours.get(from + i);
      const found = known ?? knn.neighboursOf(history);
      if (known === undefined) neighbours.set(from + i, found);
      this.board.clear();
      knn.addNeighbours(found, this.board);
      return this.board;
    });
  }
}
