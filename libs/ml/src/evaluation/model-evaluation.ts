/** Metrics of one model on one held-out set. */
export interface ModelEvaluation {
  readonly model: string;
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
}

/** The metric of that name, where the evaluation has it. */
export function metricOf(evaluation: ModelEvaluation, name: string): number | undefined {
  return evaluation.metrics.find((metric) => metric.name === name)?.value;
}
