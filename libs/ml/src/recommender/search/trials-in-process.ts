import { KnnTrials } from './knn-trials.ts';
import { TransitionsTrials } from './transitions-trials.ts';
import type { SearchData, Trial, TrialResult, TrialRunner } from './trial.ts';

/** Carries out trials one after the other, in this process. */
export class TrialsInProcess implements TrialRunner {
  private readonly knn: KnnTrials;
  private readonly transitions: TransitionsTrials;

  constructor({ corpus, questions, repeats }: SearchData) {
    this.knn = new KnnTrials(corpus, questions, repeats);
    this.transitions = new TransitionsTrials(corpus, questions, repeats);
  }

  async run(trials: readonly Trial[]): Promise<readonly TrialResult[]> {
    return trials.map((trial) => this.runOne(trial));
  }

  async close(): Promise<void> {}

  runOne(trial: Trial): TrialResult {
    const { from, to } = trial;
    switch (trial.source) {
      case 'session-knn':
        return this.knn.run(trial.config, from, to);
      case 'transitions':
        return this.transitions.run(trial.config, from, to);
    }
  }
}
