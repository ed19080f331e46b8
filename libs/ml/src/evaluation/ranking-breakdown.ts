import { Random } from '../random.ts';
import type { Query } from '../sequences/queries.ts';
import { bootstrapMean, type Interval } from './bootstrap.ts';
import type { ItemRecord } from './item-record.ts';
import type { RankedQueries } from './rank-queries.ts';

/** Interactions before the question: upper ends of the groups, the last one open. */
const HISTORY_LENGTHS = [1, 2, 4, 8, 16, 32, Infinity] as const;
const DECILES = 10;
const RESAMPLING_SEED = 1;

/** NDCG@20 of the queries whose history has `from` to `to` interactions; `to` absent: and more. */
export interface LengthGroup {
  readonly from: number;
  readonly to?: number;
  readonly queries: number;
  readonly ndcg: number;
  readonly interval: Interval;
}

/** Where a model is good, and what it shows; for plots. */
export interface RankingBreakdown {
  readonly model: string;
  /** Groups without a query are left out. */
  readonly byHistoryLength: readonly LengthGroup[];
  /** [10] Share of all places of the lists; first the most popular tenth of the items. */
  readonly shownByDecile: readonly number[];
}

/** Takes a model's answers apart by the length of the history and by the popularity of what is shown. */
export function rankingBreakdown(
  ranked: RankedQueries,
  queries: readonly Query[],
  record: ItemRecord,
): RankingBreakdown {
  const deciles = popularityDeciles(record);
  const shown = new Float64Array(DECILES);
  for (const list of ranked.lists) {
    for (const item of list) shown[deciles[item] ?? 0] = (shown[deciles[item] ?? 0] ?? 0) + 1;
  }
  return {
    model: ranked.model,
    byHistoryLength: HISTORY_LENGTHS.flatMap((to, i) =>
      lengthGroup(ranked, queries, (HISTORY_LENGTHS[i - 1] ?? 0) + 1, to),
    ),
    shownByDecile: shares(shown),
  };
}

/** [10] The share of the past interactions that each tenth of the items has, the most popular tenth first. */
export function interactionsByDecile(record: ItemRecord): readonly number[] {
  const sums = new Float64Array(DECILES);
  for (const [item, decile] of popularityDeciles(record).entries()) {
    sums[decile] = (sums[decile] ?? 0) + (record.counts[item] ?? 0);
  }
  return shares(sums);
}

/** [items] The tenth of the items, by falling count, that each belongs to, from 0. */
function popularityDeciles({ counts }: ItemRecord): Uint8Array {
  const order = Int32Array.from(counts.keys()).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  const deciles = new Uint8Array(counts.length);
  for (const [rank, item] of order.entries()) deciles[item] = Math.floor((DECILES * rank) / order.length);
  return deciles;
}

function lengthGroup(
  { metrics }: RankedQueries,
  queries: readonly Query[],
  from: number,
  to: number,
): readonly LengthGroup[] {
  const values = metrics.ndcg.filter((_, place) => {
    const length = queries[place]?.history.items.length ?? 0;
    return length >= from && length <= to;
  });
  if (values.length === 0) return [];
  const ndcg = values.reduce((sum, value) => sum + value, 0) / values.length;
  const interval = bootstrapMean(values, new Random(RESAMPLING_SEED));
  return [{ from, ...(to === Infinity ? {} : { to }), queries: values.length, ndcg, interval }];
}

function shares(sums: Float64Array): readonly number[] {
  const total = sums.reduce((a, b) => a + b, 0);
  return Array.from(sums, (sum) => (total === 0 ? 0 : sum / total));
}
