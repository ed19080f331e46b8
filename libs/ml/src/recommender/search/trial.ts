import type { TransitionsConfig } from '../../models/item-transitions.ts';
import type { SessionKnnConfig } from '../../models/session-knn.ts';

/** One configuration of one source, asked the questions `from` (inclusive) to `to` of the search. */
export type Trial = TrialOf<'session-knn', SessionKnnConfig> | TrialOf<'transitions', TransitionsConfig>;

interface TrialOf<Source extends string, Config> {
  readonly source: Source;
  readonly config: Config;
  readonly from: number;
  readonly to: number;
}

/** Sum of the questions' goals, by task in the order of TASKS. */
export type TrialResult = readonly number[];

/** Whoever carries out trials: here, or in other processes. The same trial gives the same result wherever it runs. */
export interface TrialRunner {
  /** Results in the order of the trials. */
  run(trials: readonly Trial[]): Promise<readonly TrialResult[]>;
}
