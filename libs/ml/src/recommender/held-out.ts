import { evaluateModels, type HeldOutEvaluation } from '../evaluation/evaluate-models.ts';
import type { OwnedInteraction } from '../live/live-learner.ts';
import { Random } from '../random.ts';
import type { RecommenderDataSet } from '../sequences/data-set.ts';
import { INTERACTION_KINDS } from '../sequences/interaction.ts';
import { queriesIn, type Query } from '../sequences/queries.ts';
import { before, firstAtOrAfter } from '../sequences/split.ts';
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

/** Newest interactions that a champion counts before it is measured. */
const LEARNT_MOST = 200_000;

/**
 * A loaded model (the champion) on the queries that a challenger of the same data set, split and seed was evaluated
 * on, as it would serve at the split: it has counted on from its training up to there. A model whose data reach beyond the
 * split has seen some answers: compare `manifest.dataUntilMs` first.
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
  const { splitAtMs, seed, models, queriesMost = HELD_OUT_QUERIES_MOST } = options;
  model.learn(interactionsBetween(dataSet, model.learnsFromMs, splitAtMs));
  const all = model.over(dataSet.itemIds);
  return evaluateModels(models === 'all' ? all : all.slice(0, 1), {
    past: before(dataSet.sequences, splitAtMs),
    queries: heldOutQueries(dataSet, splitAtMs, seed, queriesMost),
    itemCount: dataSet.itemIds.length,
    repeats: model.repeats,
  });
}

/** In the order of their times. */
function interactionsBetween(
  { sequences, itemIds }: RecommenderDataSet,
  fromMs: number,
  untilMs: number,
): readonly OwnedInteraction[] {
  const found: OwnedInteraction[] = [];
  for (const { owner, items, kinds, timesMs } of sequences) {
    const [from, until] = [firstAtOrAfter(timesMs, fromMs), firstAtOrAfter(timesMs, untilMs)];
    for (let at = from; at < until; at++) {
      const kind = INTERACTION_KINDS[kinds[at] ?? 0] ?? 'view';
      found.push({ owner, itemId: itemIds[items[at] ?? -1] ?? '', kind, timeMs: timesMs[at] ?? 0 });
    }
  }
  return found.sort((a, b) => a.timeMs - b.timeMs).slice(-LEARNT_MOST);
}
