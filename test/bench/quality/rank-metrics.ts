import { rankedAnswers, rankingMetrics, targetRanks, type Query, type Recommender } from '#ml';

const LIST_LENGTH = 100;
const KS = [5, 10, 20] as const;
const METRICS = ['hitRate', 'ndcg', 'mrr'] as const;

export type QualityMetrics = Readonly<Record<string, number>>;

/** By name, the value of each query. */
export type QueryMetrics = ReadonlyMap<string, Float64Array>;

/**
 * Hit rate, NDCG and MRR at 5, 10 and 20 of each query. All items are ranked, ties are averaged; a target below the 100th
 * place counts nothing at any of these. `repeats` false: items of the history are taken out first.
 */
export function rankMetrics(
  model: Pick<Recommender, 'candidates'>,
  queries: readonly Query[],
  repeats: boolean,
): QueryMetrics {
  const values = new Map(
    KS.flatMap((k) => METRICS.map((metric) => [`${metric}@${k}`, new Float64Array(queries.length)])),
  );
  for (const [place, { history, targets }] of queries.entries()) {
    const { items, scores } = rankedAnswers(model, history, LIST_LENGTH, repeats);
    const ranks = targetRanks(items, scores, targets);
    for (const k of KS) {
      const metrics = rankingMetrics(ranks, targets.size, k);
      for (const metric of METRICS) values.get(`${metric}@${k}`)?.set([metrics[metric]], place);
    }
  }
  return values;
}
