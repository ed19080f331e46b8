import type { FraudRow, FraudRunOptions } from './fraud-benchmark.ts';
import type { LabelledTable } from './labelled-table.ts';

/** What a model learns from and what it is then asked. */
export interface Fold {
  readonly name: string;
  readonly train: LabelledTable;
  readonly test: LabelledTable;
}

/** What a model says of the rows of a fold's test, [rows], and how long it took to train and to score. */
export interface Scored {
  readonly scores: Float64Array;
  /** Also where another model's training served this one too. */
  readonly seconds: number;
}

/** The scores of a model for the rows of every fold's test. */
export interface ScoredFold<F extends Fold> {
  readonly fold: F;
  readonly scores: Float64Array;
}

/** How a data set is cut, and what is measured on it. */
export interface Protocol<F extends Fold> {
  folds(folder: string, seed: number): Promise<readonly F[]>;
  /** `areLogOdds`: the scores of the model say a probability. */
  measure(scored: readonly ScoredFold<F>[], areLogOdds: boolean): Pick<FraudRow, 'metrics' | 'intervals'>;
}

/** One row of the table. */
export interface MeasuredModel {
  readonly model: string;
  /** Whether its scores are log-odds. */
  readonly areLogOdds: boolean;
  /** Higher is more suspect. Never reads the labels of the test; a detector reads none at all. */
  score(fold: Fold, options: Pick<FraudRunOptions, 'seed' | 'quick' | 'report'>): Promise<Scored>;
}
