import { describe, expect, it } from '@jest/globals';
import { rankingMetrics, targetRanks } from '../../evaluation/ranking.ts';
import { ItemTransitions, type TransitionsConfig } from '../../models/item-transitions.ts';
import type { Source } from '../../models/recommender.ts';
import { SessionKnn } from '../../models/session-knn.ts';
import type { SessionKnnConfig } from '../../models/session-knn-config.ts';
import { Random } from '../../random.ts';
import { buildCorpus } from '../../sequences/corpus.ts';
import type { Query } from '../../sequences/queries.ts';
import { CHECKERBOARD_ITEMS, checkerboard, visit } from '../../testing/checkerboard.ts';
import { SOURCES_PRESETS } from '../sources-config.ts';
import { TrialsInProcess } from './trials-in-process.ts';

const random = new Random(5);
const corpus = buildCorpus(checkerboard(80, random), CHECKERBOARD_ITEMS);
const some = (most: number) => [...random.sample(CHECKERBOARD_ITEMS, 1 + random.integer(most))];
const questions = Array.from({ length: 60 }, (_, n): Query => {
  const task = n % 3 === 0 ? 'next-order' : 'in-session';
  return { task, history: visit(some(6)), targets: new Set(some(3)) };
});
const { sessionKnn, transitions } = SOURCES_PRESETS.clicks;

/** The long way: the source is trained as it is served and its whole list is ranked. */
function goalOfList(source: Source, { history, targets }: Query, repeats: boolean): number {
  const { items, scores } = source.candidates(history, CHECKERBOARD_ITEMS);
  const kept = [...items.keys()].filter((i) => repeats || !history.items.includes(items[i] ?? -1));
  const ranks = targetRanks(
    Int32Array.from(kept, (i) => items[i] ?? -1),
    Float32Array.from(kept, (i) => scores[i] ?? 0),
    targets,
  );
  const { ndcg, hitRate } = rankingMetrics(ranks, targets.size, 20);
  return ndcg + 0.25 * hitRate;
}

function sumsOfLists(source: Source, repeats: boolean): readonly number[] {
  return ['next-order', 'in-session'].map((task) =>
    questions
      .filter((question) => question.task === task)
      .reduce((sum, question) => sum + goalOfList(source, question, repeats), 0),
  );
}

describe.each([true, false])('trials in this process, repeats %s', (repeats) => {
  const trials = new TrialsInProcess({ corpus, questions, repeats });

  it.each<Partial<SessionKnnConfig>>([
    {},
    { beforeWeight: 0 },
    { rarityPower: 3, neighbours: 7 },
    { repeatWeight: 5, neighbours: 7, rarityPower: 3 },
    { recency: 0.5, lengthPower: 0 },
  ])('say of the kNN what its lists say: %j', (changes) => {
    const config = { ...sessionKnn, ...changes };
    const asked = trials.runOne({ source: 'session-knn', config, from: 0, to: questions.length });
    expect(asked).toEqual(sumsOfLists(SessionKnn.train(corpus, config), repeats));
  });

  it.each<Partial<TransitionsConfig>>([
    {},
    { popularityPower: 0, rowPower: 0.25 },
    { backward: 0 },
    { window: 2, windowDecay: 1 },
    { historyDecay: 20, rowMost: 4 },
  ])('say of the transitions what their lists say: %j', (changes) => {
    const config = { ...transitions, ...changes };
    const asked = trials.runOne({ source: 'transitions', config, from: 0, to: questions.length });
    expect(asked).toEqual(sumsOfLists(ItemTransitions.train(corpus, config), repeats));
  });

  it('ask a part of the questions, and the rest later', async () => {
    const trial = { source: 'session-knn', config: sessionKnn } as const;
    const [whole, first, rest] = await trials.run([
      { ...trial, from: 0, to: 60 },
      { ...trial, from: 0, to: 13 },
      { ...trial, from: 13, to: 60 },
    ]);
    for (const task of [0, 1])
      expect((first?.[task] ?? 0) + (rest?.[task] ?? 0)).toBeCloseTo(whole?.[task] ?? NaN);
  });
});
