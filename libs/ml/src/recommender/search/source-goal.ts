import { rankingMetrics, targetRanks } from '../../evaluation/ranking.ts';
import type { Source } from '../../models/recommender.ts';
import { TASKS, type Query } from '../../sequences/queries.ts';

const K = 20;
const LIST_LENGTH = 60;
/** A hit counts beside its place: a blend can move up what a source has found, but not find what it has not. */
const HIT_WEIGHT = 0.25;

/** How good a source is as a part of the blend: NDCG@20 + hit rate@20 / 4, the mean of the tasks. */
export function sourceGoal(source: Source, queries: readonly Query[], repeats: boolean): number {
  const means = TASKS.flatMap((task) => {
    const ofTask = queries.filter((query) => query.task === task);
    if (ofTask.length === 0) return [];
    const sum = ofTask.reduce((total, query) => total + goalOf(source, query, repeats), 0);
    return [sum / ofTask.length];
  });
  return means.length === 0 ? 0 : means.reduce((a, b) => a + b, 0) / means.length;
}

function goalOf(source: Source, { history, targets }: Query, repeats: boolean): number {
  const own = repeats ? undefined : new Set(history.items);
  const list = source.candidates(history, LIST_LENGTH + (own?.size ?? 0));
  const kept = [...list.items.keys()].filter((place) => own?.has(list.items[place] ?? -1) !== true);
  const items = Int32Array.from(kept, (place) => list.items[place] ?? -1);
  const scores = Float32Array.from(kept, (place) => list.scores[place] ?? 0);
  const { ndcg, hitRate } = rankingMetrics(targetRanks(items, scores, targets), targets.size, K);
  return ndcg + HIT_WEIGHT * hitRate;
}
