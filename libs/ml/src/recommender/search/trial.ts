import type { Corpus } from '../../sequences/corpus.ts';
import type { Query } from '../../sequences/queries.ts';
import type { TrialJournal } from './trial-journal.ts';
import type { TransitionsConfig } from '../../models/item-transitions.ts';
import type { SessionKnnConfig } from '../../models/session-knn-config.ts';

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

/**
 * Whoever carries out trials: this process (TrialsInProcess) or others. The same trial gives the same result to the
 * last bit wherever it runs; test/contract/trial-runner-contract.ts.
 */
export interface TrialRunner {
  /** Results in the order of the trials. */
  run(trials: readonly Trial[]): Promise<readonly TrialResult[]>;
  close(): Promise<void>;
}

/** What every trial of a search is about. */
export interface SearchData {
  /** Must not contain the answers of the questions. */
  readonly corpus: Corpus;
  readonly questions: readonly Query[];
  /** Whether items of the history can be answers. */
  readonly repeats: boolean;
}

/** What a search may use beside its own process; none of it changes what is found, but for the time. */
export interface SearchTools {
  /** False ends the search with the best so far: a bound in time is the caller's, who has the clock. */
  readonly goesOn?: (() => boolean) | undefined;
  /** One after the other in this process unless given. */
  readonly openTrials?: ((data: SearchData) => Promise<TrialRunner>) | undefined;
  /** Where a search that is broken off goes on from. */
  readonly journal?: TrialJournal | undefined;
}
