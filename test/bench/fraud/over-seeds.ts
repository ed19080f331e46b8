import type { Interval } from '#ml';
import type { FraudBenchmark, FraudRow } from './fraud-benchmark.ts';

/** One model on one benchmark: means over the seeds. */
export interface FraudLine {
  readonly bench: 'fraud';
  readonly benchmark: string;
  readonly model: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** Standard deviation between the seeds; 0 of one. */
  readonly deviations: Readonly<Record<string, number>>;
  /** At 95 %, by resampling in each seed; the bounds are the means over the seeds. */
  readonly intervals: Readonly<Record<string, Interval>>;
  readonly seeds: readonly number[];
  readonly trainSeconds: number;
  readonly testRows: number;
}

/** Averages the rows of one model, one of each seed. */
export function overSeeds(
  { name }: Pick<FraudBenchmark, 'name'>,
  runs: readonly { readonly seed: number; readonly row: FraudRow }[],
): FraudLine | undefined {
  const rows = runs.map(({ row }) => row);
  const [first] = rows;
  if (first === undefined) return undefined;
  const byMetric = (combine: (values: readonly number[]) => number) =>
    Object.fromEntries(
      Object.keys(first.metrics).map((metric) => [
        metric,
        rounded(combine(rows.map((row) => row.metrics[metric] ?? NaN))),
      ]),
    );
  const bound = (metric: string, side: keyof Interval) =>
    rounded(mean(rows.map((row) => row.intervals[metric]?.[side] ?? NaN)));
  return {
    bench: 'fraud',
    benchmark: name,
    model: first.model,
    metrics: byMetric(mean),
    deviations: byMetric(deviation),
    intervals: Object.fromEntries(
      Object.keys(first.intervals).map((metric) => [
        metric,
        { low: bound(metric, 'low'), high: bound(metric, 'high') },
      ]),
    ),
    seeds: runs.map(({ seed }) => seed),
    trainSeconds: Math.round(10 * mean(rows.map(({ trainSeconds }) => trainSeconds))) / 10,
    testRows: first.testRows,
  };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
}

const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;
