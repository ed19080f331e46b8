import type { Recommender } from '../models/recommender.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import { TASKS, type Query, type Task } from '../sequences/queries.ts';
import { evaluateRanking } from './evaluate-ranking.ts';
import { itemRecord } from './item-record.ts';
import type { ModelEvaluation } from './model-evaluation.ts';
import { rankQueries, type RankedQueries } from './rank-queries.ts';
import { interactionsByDecile, rankingBreakdown, type RankingBreakdown } from './ranking-breakdown.ts';

/** What models are compared on. */
export interface HeldOutQuestions {
  /** Before the held-out time. */
  readonly past: readonly InteractionSequence[];
  readonly queries: readonly Query[];
  readonly itemCount: number;
  /** Whether items of the history can be answers. */
  readonly repeats: boolean;
}

/** NDCG@20 of each query in order, by task: for a comparison on the same queries. */
export type QueryGains = ReadonlyMap<Task, Float64Array>;

/** Every model on the same held-out queries. */
export interface HeldOutEvaluation {
  readonly evaluations: readonly ModelEvaluation[];
  /** By model, as `evaluations`. */
  readonly gains: readonly QueryGains[];
  readonly breakdowns: readonly RankingBreakdown[];
  /** [10] Share of the past interactions of each tenth of the items, the most popular first. */
  readonly interactionsByDecile: readonly number[];
}

/** Has each model rank all items for each query. */
export function evaluateModels(
  models: readonly Pick<Recommender, 'name' | 'candidates'>[],
  { past, queries, itemCount, repeats }: HeldOutQuestions,
): HeldOutEvaluation {
  const record = itemRecord(past, itemCount);
  const ranked = models.map((model) => rankQueries(model, queries, { name: model.name, repeats }));
  return {
    evaluations: ranked.map((each) => evaluateRanking(each, queries, record)),
    gains: ranked.map((each) => gainsOf(each, queries)),
    breakdowns: ranked.map((each) => rankingBreakdown(each, queries, record)),
    interactionsByDecile: interactionsByDecile(record),
  };
}

function gainsOf({ metrics }: RankedQueries, queries: readonly Query[]): QueryGains {
  const ofTask = (task: Task) => metrics.ndcg.filter((_, place) => queries[place]?.task === task);
  return new Map(TASKS.map((task) => [task, ofTask(task)] as const).filter(([, { length }]) => length > 0));
}
