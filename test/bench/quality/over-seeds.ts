import type { QualityBenchmark } from './benchmark.ts';
import type { QualityMetrics } from './rank-metrics.ts';
import type { QualityIntervals, QualityRow } from './run-quality.ts';

/** One model on one benchmark: means over the seeds. */
export interface QualityLine {
  readonly bench: 'quality';
  readonly benchmark: string;
  readonly model: string;
  readonly metrics: QualityMetrics;
  /** Standard deviation between the seeds; 0 of one. */
  readonly deviations: QualityMetrics;
  /** At 95 %, by resampling the queries of each seed; the bounds are the means over the seeds. */
  readonly intervals: QualityIntervals;
  /** Of what the served model is ahead by, query by query; absent of the served model. */
  readonly behindServed?: QualityIntervals;
  readonly seeds: readonly number[];
  readonly trainSeconds: number;
  readonly millisecondsPerQuery: number;
  readonly testQueries: number;
}

/** Averages the rows of a model over the seeds. */
export function overSeeds(
  { name }: Pick<QualityBenchmark, 'name'>,
  runs: readonly { readonly seed: number; readonly rows: readonly QualityRow[] }[],
): readonly QualityLine[] {
  return (runs[0]?.rows ?? []).map(({ model, metrics }): QualityLine => {
    const rows = runs.flatMap(({ rows: all }) => all.find((row) => row.model === model) ?? []);
    const of = (read: (row: QualityRow) => number) => mean(rows.map(read));
    const byMetric = (combine: (values: readonly number[]) => number): QualityMetrics =>
      Object.fromEntries(
        Object.keys(metrics).map((metric) => [
          metric,
          rounded(combine(rows.map((row) => row.metrics[metric] ?? 0))),
        ]),
      );
    return {
      bench: 'quality',
      benchmark: name,
      model,
      metrics: byMetric(mean),
      deviations: byMetric(deviation),
      intervals: meanIntervals(rows.map((row) => row.intervals)),
      ...behindServed(rows),
      seeds: runs.map(({ seed }) => seed),
      trainSeconds: Math.round(of((row) => row.trainSeconds)),
      millisecondsPerQuery: rounded(of((row) => row.millisecondsPerQuery)),
      testQueries: rows[0]?.testQueries ?? 0,
    };
  });
}

function behindServed(rows: readonly QualityRow[]): Pick<QualityLine, 'behindServed'> {
  const leads = rows.map((row) => row.behindServed).filter((lead) => lead !== undefined);
  return leads.length === 0 ? {} : { behindServed: meanIntervals(leads) };
}

function meanIntervals(all: readonly QualityIntervals[]): QualityIntervals {
  const bound = (name: string, side: 'low' | 'high') =>
    rounded(mean(all.map((intervals) => intervals[name]?.[side] ?? NaN)));
  return Object.fromEntries(
    Object.keys(all[0] ?? {}).map((name) => [name, { low: bound(name, 'low'), high: bound(name, 'high') }]),
  );
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
}

const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;
