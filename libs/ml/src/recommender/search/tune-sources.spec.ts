import { describe, expect, it } from '@jest/globals';
import type { SessionKnnConfig } from '../../models/session-knn-config.ts';
import { Random } from '../../random.ts';
import { buildCorpus } from '../../sequences/corpus.ts';
import type { Query } from '../../sequences/queries.ts';
import { CHECKERBOARD_ITEMS, checkerboard, visit } from '../../testing/checkerboard.ts';
import { SOURCES_PRESETS } from '../sources-config.ts';
import { areRepeatsAnswers } from './repeats.ts';
import { TrialsInProcess } from './trials-in-process.ts';
import { tuneSources } from './tune-sources.ts';

const query = (items: readonly number[], target: number): Query => ({
  task: 'in-session',
  history: visit(items),
  targets: new Set([target]),
});
const corpus = buildCorpus(checkerboard(60, new Random(1)), CHECKERBOARD_ITEMS);

describe('tuneSources', () => {
  const queries = Array.from({ length: 40 }, (_, n) => query([n % 20, (n + 2) % 20], (n + 6) % 20));

  it('gives the same answer each time', async () => {
    const tuning = { corpus, queries, repeats: true, budget: { queriesMost: 20, roundsMost: 1 } };
    expect(await tuneSources(tuning)).toEqual(await tuneSources(tuning));
  });

  it('chooses between the presets where there is no time to search', async () => {
    const { config } = await tuneSources({
      corpus,
      queries,
      repeats: true,
      budget: { queriesMost: 20, roundsMost: 2 },
      tools: { goesOn: () => false },
    });
    const { clicks, orders } = SOURCES_PRESETS;
    expect([clicks.sessionKnn, orders.sessionKnn]).toContainEqual(config.sessionKnn);
    expect([clicks.transitions, orders.transitions]).toContainEqual(config.transitions);
  });

  it('finds something better than the presets', async () => {
    const others = Array.from({ length: 60 }, (_, n) => query([n % 20, (n + 4) % 20], (n + 8) % 20));
    const { config: found } = await tuneSources({
      corpus,
      queries: others,
      repeats: true,
      budget: { queriesMost: 60, roundsMost: 2 },
    });
    const trials = new TrialsInProcess({ corpus, questions: others, repeats: true });
    const goalOf = (config: SessionKnnConfig) =>
      trials.runOne({ source: 'session-knn', config, from: 0, to: others.length })[1];
    const { clicks, orders } = SOURCES_PRESETS;
    expect(goalOf(found.sessionKnn)).toBeGreaterThan(goalOf(clicks.sessionKnn) ?? 0);
    expect(goalOf(found.sessionKnn)).toBeGreaterThan(goalOf(orders.sessionKnn) ?? 0);
  });
});

describe('areRepeatsAnswers', () => {
  const fresh = Array.from({ length: 300 }, () => query([1, 2], 3));

  it('takes a shop where nobody comes back to an item for one', () => {
    expect(areRepeatsAnswers(fresh)).toBe(false);
    expect(areRepeatsAnswers([...fresh, query([1, 2], 1)])).toBe(true);
  });

  it('does not judge by a few', () => {
    expect(areRepeatsAnswers(fresh.slice(0, 50))).toBe(true);
  });
});
