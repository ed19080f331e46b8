import type { Interval } from './bootstrap.ts';

export interface EvaluatedMetric {
  readonly name: string;
  readonly value: number;
  /** At 95 %, by resampling the queries; absent where the figure is no mean over queries. */
  readonly interval?: Interval;
}

/** Metrics of one model on one held-out set. */
export interface ModelEvaluation {
  readonly model: string;
  readonly metrics: readonly EvaluatedMetric[];
}

/** The metric of that name, where the evaluation has it. */
export function metricOf(evaluation: ModelEvaluation, name: string): number | undefined {
  return evaluation.metrics.find((metric) => metric.name === name)?.value;
}
