import { metricOf, type ModelEvaluation } from '#ml';

/** A metric of one of the evaluated models; undefined where it was not measured. */
export function heldOutFigure(
  evaluations: readonly ModelEvaluation[],
  model: string,
  metric: string,
): number | undefined {
  const evaluation = evaluations.find((each) => each.model === model);
  return evaluation === undefined ? undefined : metricOf(evaluation, metric);
}
