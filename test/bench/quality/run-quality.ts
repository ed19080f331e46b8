import {
  Blend,
  bootstrapMean,
  buildCorpus,
  fitSources,
  learnBlend,
  listSources,
  openTensorFlow,
  priorBlend,
  Random,
  type Interval,
  trainChallengers,
  type Query,
  type Recommender,
  type RecommenderTrainingBudget,
  type SearchTools,
} from '#ml';
import type { QualityBenchmark, QualityData } from './benchmark.ts';
import { ItemKnn } from './baselines/item-knn.ts';
import { rankMetrics, type QualityMetrics, type QueryMetrics } from './rank-metrics.ts';

export type QualityIntervals = Readonly<Record<string, Interval>>;

const RESAMPLING_SEED = 1;

/** One model on one benchmark with one seed. */
export interface QualityRow {
  readonly model: string;
  readonly metrics: QualityMetrics;
  /** At 95 %, by resampling the queries. */
  readonly intervals: QualityIntervals;
  /** Of what the served model is ahead by, query by query; absent of the served model. */
  readonly behindServed?: QualityIntervals;
  /** Of what is served: search, sources, blend; the same for every row of a run. */
  readonly trainSeconds: number;
  readonly millisecondsPerQuery: number;
  readonly testQueries: number;
}

export interface QualityRunOptions {
  readonly seed: number;
  /** Where training goes on is told here. */
  readonly report: (line: string) => void;
  /** Test queries, drawn by the seed; all where undefined. */
  readonly testMost?: number | undefined;
  readonly budget: RecommenderTrainingBudget;
  /** In this process unless given. */
  readonly openTrials?: SearchTools['openTrials'];
}

/**
 * Trains as the product does and reads the test once: the served blend, every source, and item-kNN as the baseline of
 * old. All that is chosen is chosen on the validation part.
 */
export async function runQuality(
  benchmark: QualityBenchmark,
  data: QualityData,
  { seed, report, testMost, budget, openTrials }: QualityRunOptions,
): Promise<readonly QualityRow[]> {
  const { tf } = await openTensorFlow('auto');
  const random = new Random(seed);
  const startMs = performance.now();
  const progress = (stage: string, done: number) =>
    report(
      `${benchmark.name} seed ${seed}: ${stage} ${(100 * done).toFixed(0)} % ${seconds(startMs).toFixed(0)} s`,
    );
  const { itemCount, attributes } = data;
  const queries = drawn(data.validation, budget.fittingQueriesMost, random);
  const learnt = await learnBlend({
    tf,
    past: data.fitting,
    queries,
    itemCount,
    attributes,
    budget,
    random,
    progress,
    search: { openTrials },
  });
  report(JSON.stringify(learnt.search));
  report(JSON.stringify(learnt.config));
  const served = await fitSources({
    tf,
    sequences: data.train,
    itemCount,
    attributes,
    config: learnt.config,
    repeats: learnt.repeats,
    attention: budget.attention,
    random,
    progress,
  });
  const trainSeconds = seconds(startMs);
  const challengers = await trainChallengers({
    tf,
    sequences: data.train,
    itemCount,
    budget,
    seed,
    progress,
  });
  const sources = listSources(served.sources);
  const blend = new Blend(served.pool, learnt.weights ?? priorBlend(sources));
  const test = testMost === undefined ? data.test : drawn(data.test, testMost, new Random(seed));
  const corpus = buildCorpus(data.train, itemCount);
  const baselines = [
    new ItemKnn('item-knn', corpus, corpus.groupOf),
    new ItemKnn('item-knn-customers', corpus, corpus.sequenceOf),
  ];
  const ahead = measured(blend, test, learnt.repeats);
  return [
    { ...rowOf(ahead), trainSeconds },
    ...[...sources, ...baselines, ...challengers].map((model) => {
      const behind = measured(model, test, learnt.repeats);
      return { ...rowOf(behind), behindServed: leads(ahead.values, behind.values), trainSeconds };
    }),
  ];
}

interface Measured {
  readonly model: string;
  readonly values: QueryMetrics;
  readonly millisecondsPerQuery: number;
  readonly testQueries: number;
}

function measured(
  model: Pick<Recommender, 'candidates'> & { readonly name: string },
  test: readonly Query[],
  repeats: boolean,
): Measured {
  const startMs = performance.now();
  const values = rankMetrics(model, test, repeats);
  return {
    model: model.name,
    values,
    millisecondsPerQuery: (1_000 * seconds(startMs)) / test.length,
    testQueries: test.length,
  };
}

/** The same resamples of the queries for every model and metric. */
const intervalOf = (values: Float64Array): Interval => bootstrapMean(values, new Random(RESAMPLING_SEED));

function rowOf({ values, ...measurement }: Measured): Omit<QualityRow, 'trainSeconds'> {
  return {
    ...measurement,
    metrics: byMetric(values, (each) => each.reduce((sum, value) => sum + value, 0) / each.length),
    intervals: byMetric(values, intervalOf),
  };
}

const leads = (ahead: QueryMetrics, behind: QueryMetrics): QualityIntervals =>
  byMetric(ahead, (values, name) =>
    intervalOf(values.map((value, place) => value - (behind.get(name)?.[place] ?? 0))),
  );

const byMetric = <T>(
  values: QueryMetrics,
  of: (values: Float64Array, name: string) => T,
): Readonly<Record<string, T>> =>
  Object.fromEntries([...values].map(([name, each]) => [name, of(each, name)]));

const seconds = (sinceMs: number): number => (performance.now() - sinceMs) / 1_000;

const drawn = (queries: readonly Query[], most: number, random: Random): readonly Query[] =>
  [...random.sample(queries.length, most)].flatMap((place) => queries[place] ?? []);
