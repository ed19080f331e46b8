import type { Trial, TrialResult, TrialRunner } from './trial.ts';

/** The finished trials of one search by their keys. */
export interface OpenedJournal {
  readonly finished: ReadonlyMap<string, TrialResult>;
  /** Resolves when the trial would outlive this process. */
  add(key: string, result: TrialResult): Promise<void>;
}

/** Keeps the finished trials of the newest search; test/contract/trial-journal-contract.ts. */
export interface TrialJournal {
  /** What the search of this fingerprint has finished; what is kept of another search is thrown away. */
  open(fingerprint: string): Promise<OpenedJournal>;
}

/** Runs only trials that the journal does not have, and writes each down as it ends. */
export class JournaledTrials implements TrialRunner {
  constructor(
    private readonly trials: TrialRunner,
    private readonly journal: OpenedJournal,
  ) {}

  async run(trials: readonly Trial[]): Promise<readonly TrialResult[]> {
    return Promise.all(
      trials.map(async (trial) => {
        const key = JSON.stringify(trial);
        const known = this.journal.finished.get(key);
        if (known !== undefined) return known;
        const [result = []] = await this.trials.run([trial]);
        await this.journal.add(key, result);
        return result;
      }),
    );
  }

  async close(): Promise<void> {
    await this.trials.close();
  }
}
