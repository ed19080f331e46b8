import { evaluateModels, type HeldOutEvaluation } from '../evaluation/evaluate-models.ts';
import { Random } from '../random.ts';
import type { RecommenderDataSet } from '../sequences/data-set.ts';
import { queriesIn, type Query } from '../sequences/queries.ts';
import { before } from '../sequences/split.ts';
import { HELD_OUT_QUERIES_MOST } from './recommender-budget.ts';
import type { ServingRecommender } from './serving-recommender.ts';

/** The held-out future as queries: the same ones for the same data, split and seed. */
export function heldOutQueries(
  dataSet: RecommenderDataSet,
  splitAtMs: number,
  seed: number,
  most: number,
): readonly Query[] {
  return queriesIn(
    dataSet.sequences,
    { fromMs: splitAtMs, untilMs: dataSet.dataUntilMs, most },
    new Random(seed),
  );
}

/**
 * A loaded model (the champion) on the queries that a challenger of the same data set, split and
 * seed was evaluated on. A model whose data reach beyond the split has seen some answers: compare `manifest.dataUntilMs`
 * first.
 */
export function evaluateServing(
  model: ServingRecommender,
  dataSet: RecommenderDataSet,
  options: {
    readonly splitAtMs: number;
    readonly seed: number;
    /** The blend alone, or every source beside it. */
    readonly models: 'blend' | 'all';
    readonly queriesMost?: number;
  },
): HeldOutEvaluation {
  const most = options.queriesMost ?? HELD_OUT_QUERIES_MOST;
  const all = model.over(dataSet.itemIds);
  return evaluateModels(options.models === 'all' ? all : all.slice(0, 1), {
    past: before(dataSet.sequences, options.splitAtMs),
    queries: heldOutQueries(dataSet, options.splitAtMs, options.seed, most),
    itemCount: dataSet.itemIds.length,
    repeats: model.repeats,
  });
}
