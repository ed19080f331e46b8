import { rankingMetrics, targetRanks, type Query, type Recommender } from '#ml';

const LIST_LENGTH = 100;
const KS = [5, 10, 20] as const;

export type QualityMetrics = Readonly<Record<string, number>>;

/**
 * Means over the queries of hit rate, NDCG and MRR at 5, 10 and 20. All items are ranked, ties are averaged; a target below
 * the 100th place counts nothing at any of these. `repeats` false: items of the history are taken out first.
 */
export function rankMetrics(
  model: Pick<Recommender, 'candidates'>,
  queries: readonly Query[],
  repeats: boolean,
): QualityMetrics {
  const sums = new Map<string, number>();
  for (const { history, targets } of queries) {
    const own = repeats ? undefined : new Set(history.items);
    const list = model.candidates(history, LIST_LENGTH + (own?.size ?? 0));
    const kept = [...list.items.keys()].filter((place) => own?.has(list.items[place] ?? -1) !== true);
    const ranks = targetRanks(
      Int32Array.from(kept, (place) => list.items[place] ?? -1),
      Float32Array.from(kept, (place) => list.scores[place] ?? 0),
      targets,
    );
    for (const k of KS) {
      const metrics = rankingMetrics(ranks, targets.size, k);
      for (const name of ['hitRate', 'ndcg', 'mrr'] as const) {
        sums.set(`${name}@${k}`, (sums.get(`${name}@${k}`) ?? 0) + metrics[name]);
      }
    }
  }
  return Object.fromEntries([...sums].map(([name, sum]) => [name, sum / queries.length]));
}
