import type { Recommender } from '../models/recommender.ts';
import type { Query } from '../sequences/queries.ts';
import { rankedAnswers } from './ranked-answers.ts';
import { rankingMetrics, targetRanks, type RankingMetrics } from './ranking.ts';

/** Metrics are at this k. */
export const K = 20;
/**
 * Length of the lists that are compared. At least 2 k, and the ranks within k are those among all items: a tie that goes
 * on beyond the list has its middle beyond k all the same.
 */
const LIST_LENGTH = 100;

export const RANKING_METRICS = ['recall', 'ndcg', 'hitRate', 'mrr', 'map'] as const;

/** A model's answers to queries, each by the place of its query. */
export interface RankedQueries {
  readonly model: string;
  /** The first k items; fewer where the model knows fewer. */
  readonly lists: readonly Int32Array[];
  /** [queries] each. */
  readonly metrics: Readonly<Record<keyof RankingMetrics, Float64Array>>;
}

/** Has a model rank all items for each query; ties are averaged. `repeats`: whether items of the history can be answers. */
export function rankQueries(
  model: Pick<Recommender, 'candidates'>,
  queries: readonly Query[],
  options: { readonly name: string; readonly repeats: boolean },
): RankedQueries {
  const column = () => new Float64Array(queries.length);
  const metrics = { recall: column(), ndcg: column(), hitRate: column(), mrr: column(), map: column() };
  const lists = queries.map(({ history, targets }, place) => {
    const { items, scores } = rankedAnswers(model, history, LIST_LENGTH, options.repeats);
    const values = rankingMetrics(targetRanks(items, scores, targets), targets.size, K);
    for (const metric of RANKING_METRICS) metrics[metric][place] = values[metric];
    return items.slice(0, K);
  });
  return { model: options.name, lists, metrics };
}
