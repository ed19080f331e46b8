import type { QualityBenchmark } from './benchmark.ts';
import type { QualityMetrics } from './rank-metrics.ts';
import type { QualityRow } from './run-quality.ts';

/** One model on one benchmark: means over the seeds. */
export interface QualityLine {
  readonly bench: 'quality';
  readonly benchmark: string;
  readonly model: string;
  readonly metrics: QualityMetrics;
  /** Standard deviation between the seeds; 0 of one. */
  readonly deviations: QualityMetrics;
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
      seeds: runs.map(({ seed }) => seed),
      trainSeconds: Math.round(of((row) => row.trainSeconds)),
      millisecondsPerQuery: rounded(of((row) => row.millisecondsPerQuery)),
      testQueries: rows[0]?.testQueries ?? 0,
    };
  });
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
}

const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;
