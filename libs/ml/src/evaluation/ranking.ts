/** Quality of one ranked list against its targets; every one in 0 to 1, higher is better. */
export interface RankingMetrics {
  /** 1 when any target is among the first k. */
  readonly hitRate: number;
  readonly recall: number;
  readonly ndcg: number;
  /** 1 / rank of the best target within k. */
  readonly mrr: number;
  /** Average precision at k. */
  readonly map: number;
}

/**
 * Ranks of the targets in a list, ascending, from 1. Ties are averaged, so a constant score gains nothing:
 * rank = 1 + items with a higher score + half of the other items with the same one. Targets not in the list are
 * left out. `scores` must be sorted, highest first.
 */
export function targetRanks(items: Int32Array, scores: Float32Array, targets: ReadonlySet<number>): number[] {
  const ranks: number[] = [];
  let start = 0;
  while (start < items.length) {
    let end = start + 1;
    while (end < items.length && scores[end] === scores[start]) end++;
    for (let i = start; i < end; i++) {
      if (targets.has(items[i] ?? -1)) ranks.push(start + (end - start + 1) / 2);
    }
    start = end;
  }
  return ranks;
}

/**
 * Metrics at k from the ranks of the targets found (ascending) and the number of targets there are.
 * Järvelin and Kekäläinen 2002 for NDCG with binary gains; average precision is divided by min(k, targets).
 */
export function rankingMetrics(ranks: readonly number[], targets: number, k: number): RankingMetrics {
  const within = ranks.filter((rank) => rank <= k);
  const best = within[0];
  const reachable = Math.min(k, targets);
  if (best === undefined || reachable === 0) return { hitRate: 0, recall: 0, ndcg: 0, mrr: 0, map: 0 };
  const gain = within.reduce((sum, rank) => sum + 1 / Math.log2(rank + 1), 0);
  let ideal = 0;
  for (let rank = 1; rank <= reachable; rank++) ideal += 1 / Math.log2(rank + 1);
  const precisions = within.reduce((sum, rank, i) => sum + Math.min(1, (i + 1) / rank), 0);
  return {
    hitRate: 1,
    recall: within.length / targets,
    // Tied targets share a rank and could pass the ideal by a hair.
    ndcg: Math.min(1, gain / ideal),
    mrr: 1 / best,
    map: precisions / reachable,
  };
}
