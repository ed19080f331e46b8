import { expectedCalibrationError } from '../evaluation/calibration-error.ts';
import type { Detector } from '../detectors/detector.ts';
import { averagePrecision, recallAtFalsePositiveRate, rocAuc } from '../evaluation/classification.ts';
import type { ModelEvaluation } from '../evaluation/model-evaluation.ts';
import type { FraudClassifier } from './fraud-classifier.ts';

/** Orders newer than all that was trained on. What nothing is known of counts as good, as most are. */
export interface NewestOrders {
  /** [orders][columns] */
  readonly rows: readonly Float64Array[];
  readonly labels: readonly (boolean | undefined)[];
}

/** How well a detector of the unusual finds the frauds; figures that there is no fraud for are left out. */
export function evaluateDetector(
  detector: Detector,
  { rows, labels }: NewestOrders,
): readonly ModelEvaluation[] {
  const scores = rows.map((row) => detector.score(row).score);
  const meanError = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return evaluation(detector.name, scores, labels, [{ name: 'mean error', value: meanError }]);
}

/** The same of a classifier, with how far its probabilities are off. */
export function evaluateClassifier(
  classifier: FraudClassifier | undefined,
  { rows, labels }: NewestOrders,
): readonly ModelEvaluation[] {
  if (classifier === undefined) return [];
  const scores = rows.map((row) => classifier.score(row).probability);
  const error = expectedCalibrationError(
    scores,
    rows.map((_, i) => labels[i] === true),
  );
  return evaluation('classifier', scores, labels, [{ name: 'calibration error', value: error }]);
}

function evaluation(
  model: string,
  scores: readonly number[],
  labels: readonly (boolean | undefined)[],
  further: ModelEvaluation['metrics'],
): readonly ModelEvaluation[] {
  const truth = scores.map((_, i) => labels[i] === true);
  const metrics = [
    ...further,
    { name: 'roc auc', value: rocAuc(scores, truth) },
    { name: 'average precision', value: averagePrecision(scores, truth) },
    { name: 'recall at 1 % false positives', value: recallAtFalsePositiveRate(scores, truth, 0.01) },
    { name: 'fraud rows', value: truth.filter(Boolean).length },
    { name: 'rows', value: truth.length },
  ];
  return [{ model, metrics: metrics.filter(({ value }) => Number.isFinite(value)) }];
}
