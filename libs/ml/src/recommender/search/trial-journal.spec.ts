import { describe, expect, it } from '@jest/globals';
import { describeTrialJournal } from '../../../../../test/contract/trial-journal-contract.ts';
import { Random } from '../../random.ts';
import { buildCorpus } from '../../sequences/corpus.ts';
import { CHECKERBOARD_ITEMS, checkerboard, visit } from '../../testing/checkerboard.ts';
import type { TrialJournal } from './trial-journal.ts';
import type { TrialResult, TrialRunner } from './trial.ts';
import { TrialsInProcess } from './trials-in-process.ts';
import { tuneSources } from './tune-sources.ts';

/** Lives as long as this object. */
class MemoryJournal implements TrialJournal {
  private fingerprint = '';
  readonly finished = new Map<string, TrialResult>();

  async open(fingerprint: string) {
    if (fingerprint !== this.fingerprint) this.finished.clear();
    this.fingerprint = fingerprint;
    const add = async (key: string, result: TrialResult) => void this.finished.set(key, result);
    return { finished: new Map(this.finished), add };
  }
}

describeTrialJournal('memory', async () => {
  const journal = new MemoryJournal();
  return { open: () => journal };
});

describe('a search with a journal', () => {
  const queries = Array.from({ length: 40 }, (_, n) => ({
    task: 'in-session' as const,
    history: visit([n % 20, (n + 2) % 20]),
    targets: new Set([(n + 6) % 20]),
  }));
  const tuning = {
    corpus: buildCorpus(checkerboard(60, new Random(1)), CHECKERBOARD_ITEMS),
    queries,
    repeats: true,
    budget: { queriesMost: 40, roundsMost: 1 },
  };

  /** Counts the trials that are really run, and breaks off at one. */
  const search = async (journal: TrialJournal, breaksAt: number, changes: Partial<typeof tuning> = {}) => {
    let run = 0;
    const openTrials = async (
      data: ConstructorParameters<typeof TrialsInProcess>[0],
    ): Promise<TrialRunner> => {
      const trials = new TrialsInProcess(data);
      return {
        run: async (asked) => {
          if (++run > breaksAt) throw new Error('killed');
          return trials.run(asked);
        },
        close: async () => trials.close(),
      };
    };
    const result = await tuneSources({ ...tuning, ...changes, tools: { journal, openTrials } }).catch(String);
    return { run, result };
  };

  it('goes on where it was broken off, and ends with the same result', async () => {
    const undisturbed = await search(new MemoryJournal(), Infinity);
    const journal = new MemoryJournal();
    expect((await search(journal, 30)).result).toContain('killed');
    expect(journal.finished.size).toBe(30);
    const resumed = await search(journal, Infinity);
    expect(resumed.result).toEqual(undisturbed.result);
    expect(resumed.run).toBe(undisturbed.run - 30);
  });

  it('has nothing to run when it had ended', async () => {
    const journal = new MemoryJournal();
    const { result } = await search(journal, Infinity);
    expect(await search(journal, 0)).toEqual({ run: 0, result });
  });

  it.each<[string, Partial<typeof tuning>]>([
    ['other data', { corpus: buildCorpus(checkerboard(61, new Random(1)), CHECKERBOARD_ITEMS) }],
    ['other questions', { queries: queries.toReversed() }],
    ['another budget', { budget: { queriesMost: 40, roundsMost: 2 } }],
    ['another answer to whether repeats count', { repeats: false }],
  ])('does not use what was found for %s', async (_, changes) => {
    const journal = new MemoryJournal();
    await search(journal, Infinity);
    const { run } = await search(journal, Infinity, changes);
    expect(run).toBe((await search(new MemoryJournal(), Infinity, changes)).run);
  });
});
