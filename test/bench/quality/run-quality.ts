import {
  Blend,
  fitSources,
  learnBlend,
  listSources,
  openTensorFlow,
  priorBlend,
  Random,
  type Query,
  type Recommender,
  type RecommenderTrainingBudget,
  type SearchTools,
} from '#ml';
import type { QualityBenchmark, QualityData } from './benchmark.ts';
import { rankMetrics, type QualityMetrics } from './rank-metrics.ts';

/** One model on one benchmark with one seed. */
export interface QualityRow {
  readonly model: string;
  readonly metrics: QualityMetrics;
  /** Of the whole: search, sources, blend; the same for every row of a run. */
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
 * Trains as the product does and reads the test once: every source and the served blend. All that
 * is chosen is chosen on the validation part.
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
  const { itemCount } = data;
  const queries = drawn(data.validation, budget.fittingQueriesMost, random);
  const learnt = await learnBlend({
    tf,
    past: data.fitting,
    queries,
    itemCount,
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
    config: learnt.config,
    repeats: learnt.repeats,
    attention: budget.attention,
    random,
    progress,
  });
  const trainSeconds = seconds(startMs);
  const sources = listSources(served.sources);
  const blend = new Blend(served.pool, learnt.weights ?? priorBlend(sources));
  const test = testMost === undefined ? data.test : drawn(data.test, testMost, new Random(seed));
  return [blend, ...sources].map((model) => measured(model, test, learnt.repeats, trainSeconds));
}

function measured(
  model: Recommender,
  test: readonly Query[],
  repeats: boolean,
  trainSeconds: number,
): QualityRow {
  const startMs = performance.now();
  const metrics = rankMetrics(model, test, repeats);
  return {
    model: model.name,
    metrics,
    trainSeconds,
    millisecondsPerQuery: (1_000 * seconds(startMs)) / test.length,
    testQueries: test.length,
  };
}

const seconds = (sinceMs: number): number => (performance.now() - sinceMs) / 1_000;

const drawn = (queries: readonly Query[], most: number, random: Random): readonly Query[] =>
  [...random.sample(queries.length, most)].flatMap((place) => queries[place] ?? []);
