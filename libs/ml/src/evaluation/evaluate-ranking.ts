import { Random } from '../random.ts';
import { TASKS, type Query, type Task } from '../sequences/queries.ts';
import { catalogueCoverage, meanDiversity, selfInformation } from './beyond-accuracy.ts';
import { percentileInterval, resampledMeans } from './bootstrap.ts';
import type { ItemRecord } from './item-record.ts';
import type { EvaluatedMetric, ModelEvaluation } from './model-evaluation.ts';
import { K, RANKING_METRICS, type RankedQueries } from './rank-queries.ts';

/** The number a challenger must win by: NDCG@20 averaged over both tasks. */
export const GATE_METRIC = 'overall ndcg@20';
/** The same for every model: their intervals come from the same resamples of the queries. */
const RESAMPLING_SEED = 1;

/**
 * What a model's answers are worth. Averages by task ("next-order recall@20", "in-session ndcg@20", …) and the tasks' mean
 * as "overall …", each with its 95 % interval; over all lists the share of the catalogue in any of them ("coverage@20"),
 * the mean self-information in bits ("novelty@20") and the mean distance within a list ("diversity@20").
 */
export function evaluateRanking(
  ranked: RankedQueries,
  queries: readonly Query[],
  record: ItemRecord,
): ModelEvaluation {
  const random = new Random(RESAMPLING_SEED);
  const tasks = TASKS.flatMap((task) => taskMeans(task, ranked, queries, random) ?? []);
  const metrics = RANKING_METRICS.flatMap((metric, column): readonly EvaluatedMetric[] => {
    const means = tasks.map(({ task, values, resampled }) => ({
      name: `${task} ${metric}@${K}`,
      value: values[column] ?? NaN,
      interval: percentileInterval(resampled[column] ?? new Float64Array()),
    }));
    return [overall(`overall ${metric}@${K}`, column, tasks), ...means];
  });
  const { lists } = ranked;
  const filled = lists.filter(({ length }) => length > 0);
  return {
    model: ranked.model,
    metrics: [
      ...metrics,
      ...finite(`coverage@${K}`, catalogueCoverage(lists, record.counts.length)),
      ...finite(`novelty@${K}`, mean(filled.map((list) => selfInformation(list, record)))),
      ...finite(`diversity@${K}`, meanDiversity(lists, record)),
      { name: 'queries', value: queries.length },
    ],
  };
}

/** A figure of no lists is left out. */
const finite = (name: string, value: number): readonly EvaluatedMetric[] =>
  Number.isFinite(value) ? [{ name, value }] : [];

interface TaskMeans {
  readonly task: Task;
  /** By the order of RANKING_METRICS. */
  readonly values: readonly number[];
  readonly resampled: readonly Float64Array[];
}

function taskMeans(
  task: Task,
  { metrics }: RankedQueries,
  queries: readonly Query[],
  random: Random,
): TaskMeans | undefined {
  const places = Int32Array.from(queries.keys()).filter((place) => queries[place]?.task === task);
  if (places.length === 0) return undefined;
  const columns = RANKING_METRICS.map((metric) =>
    Float64Array.from(places, (place) => metrics[metric][place] ?? 0),
  );
  return { task, values: columns.map(mean), resampled: resampledMeans(columns, random) };
}

/** Each task counts the same, however many queries it has; the queries are resampled within their task. */
function overall(name: string, column: number, tasks: readonly TaskMeans[]): EvaluatedMetric {
  if (tasks.length === 0) return { name, value: 0 };
  const resampled = tasks[0]?.resampled[column]?.map((_, i) =>
    mean(tasks.map((task) => task.resampled[column]?.[i] ?? NaN)),
  );
  return {
    name,
    value: mean(tasks.map(({ values }) => values[column] ?? NaN)),
    interval: percentileInterval(resampled ?? new Float64Array()),
  };
}

/** NaN of none. */
function mean(values: readonly number[] | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
