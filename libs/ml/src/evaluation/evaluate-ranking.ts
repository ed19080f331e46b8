import type { Recommender } from '../models/recommender.ts';
import { TASKS, type Query } from '../sequences/queries.ts';
import type { ModelEvaluation } from './model-evaluation.ts';
import { rankingMetrics, targetRanks, type RankingMetrics } from './ranking.ts';

/** Metrics are at this k. */
const K = 20;
/** Length of the lists that are compared: longer than k, so that a tie across the k-th place is still averaged. */
const LIST_LENGTH = 100;

const METRICS = ['recall', 'ndcg', 'hitRate', 'mrr', 'map'] as const;

/** The number a challenger must win by: NDCG@20 averaged over both tasks. */
export const GATE_METRIC = 'overall ndcg@20';

/**
 * Ranks all items for every query and averages the metrics by task ("next-order recall@20", "in-session ndcg@20", …),
 * the tasks' mean as "overall …", and the share of all items that were in any list ("coverage@20").
 */
export function evaluateRanking(
  model: Pick<Recommender, 'candidates'>,
  queries: readonly Query[],
  options: { readonly name: string; readonly itemCount: number },
): ModelEvaluation {
  const shown = new Set<number>();
  const byTask = new Map<string, RankingMetrics[]>();
  for (const { task, history, targets } of queries) {
    const list = model.candidates(history, LIST_LENGTH);
    for (const item of list.items.subarray(0, K)) shown.add(item);
    const metrics = rankingMetrics(targetRanks(list.items, list.scores, targets), targets.size, K);
    const ofTask = byTask.get(task);
    if (ofTask === undefined) byTask.set(task, [metrics]);
    else ofTask.push(metrics);
  }
  const metrics = METRICS.flatMap((metric) => {
    const means = TASKS.flatMap((task) => {
      const values = byTask.get(task);
      if (values === undefined) return [];
      return [{ name: `${task} ${metric}@${K}`, value: mean(values.map((each) => each[metric])) }];
    });
    const overall = means.length === 0 ? 0 : mean(means.map(({ value }) => value));
    return [{ name: `overall ${metric}@${K}`, value: overall }, ...means];
  });
  return {
    model: options.name,
    metrics: [
      ...metrics,
      { name: `coverage@${K}`, value: options.itemCount === 0 ? 0 : shown.size / options.itemCount },
      { name: 'queries', value: queries.length },
    ],
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
