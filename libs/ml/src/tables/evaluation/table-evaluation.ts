import { expectedCalibrationError } from '../../evaluation/calibration-error.ts';
import { recallAtFalsePositiveRate } from '../../evaluation/classification.ts';
import type { EvaluatedMetric } from '../../evaluation/model-evaluation.ts';
import { brierScore, logLossOf } from '../../evaluation/proper-scores.ts';
import { reliability, type ReliabilityBin } from '../../evaluation/reliability.ts';
import type { Random } from '../../random.ts';
import {
  fitTableCalibration,
  probabilitiesOf,
  rowOf,
  type TableCalibration,
} from '../model/table-calibration.ts';
import { classificationFigures } from './classification-figures.ts';
import { confusionOf } from './confusion-of.ts';
import { logOddsOf } from './log-odds-of.ts';
import { thresholdCurve, type ThresholdPoint } from './threshold-curve.ts';

/** One model on rows that it did not learn from. */
export interface TableEvaluation {
  readonly model: string;
  readonly metrics: readonly EvaluatedMetric[];
  readonly calibration: TableCalibration;
  /** [true class x decided class] rows. */
  readonly confusion: Float64Array;
  /** Of two classes of the second; of more whether the class decided for is right. */
  readonly reliability: readonly ReliabilityBin[];
  /** Of two classes of the second; of more each against the rest. */
  readonly curves: readonly { readonly label: string; readonly points: readonly ThresholdPoint[] }[];
  /** [table columns] Area under the ROC curve lost without the column. */
  readonly importances: Float64Array;
}

export interface ScoredByModel {
  readonly model: string;
  /** [rows x classes] */
  readonly logits: ArrayLike<number>;
  readonly importances: Float64Array;
}

export const LOG_LOSS = 'log loss';

/** `labels` [rows]. Rows are ranked by the logits, as calibration makes ties, and decided by the probabilities. */
export function evaluateTableModel(
  { model, logits, importances }: ScoredByModel,
  labels: Int32Array,
  classes: readonly string[],
  random: Random,
): TableEvaluation {
  const count = classes.length;
  const { calibration, probabilities } = fitTableCalibration(logits, labels, count, random);
  const ofClass = (values: ArrayLike<number>, label: number): Float64Array =>
    Float64Array.from(labels, (_, row) => values[row * count + label] ?? 0);
  const scores = classes.map((_, label) =>
    Float64Array.from(labels, (__, row) => logOddsOf(rowOf(logits, row, count), label)),
  );
  const decisions = Int32Array.from(labels, (_, row) => largest(rowOf(probabilities, row, count)));
  const isOf = (label: number): boolean[] => Array.from(labels, (each) => each === label);
  const raw = Float64Array.from(labels, (_, row) => topOf(probabilitiesOf([], rowOf(logits, row, count))));
  const top = Float64Array.from(labels, (_, row) => topOf(rowOf(probabilities, row, count)));
  const isTop = count === 2 ? isOf(1) : Array.from(labels, (label, row) => label === decisions[row]);
  const curved = classes.map((label, at) => ({ label, at })).slice(count === 2 ? 1 : 0);
  return {
    model,
    metrics: [
      ...classificationFigures({ labels, decisions, scores }, random),
      ...(count === 2
        ? [
            {
              name: 'recall at 1 % false positives',
              value: recallAtFalsePositiveRate(scores[1] ?? [], isOf(1), 0.01),
            },
          ]
        : []),
      { name: LOG_LOSS, value: trueLogLoss(probabilities, labels, count) },
      {
        name: 'brier',
        value: curved.reduce((sum, { at }) => sum + brierScore(ofClass(probabilities, at), isOf(at)), 0),
      },
      { name: 'calibration error', value: expectedCalibrationError(top, isTop) },
      { name: 'calibration error before', value: expectedCalibrationError(raw, isTop) },
    ],
    calibration,
    confusion: confusionOf(labels, decisions, count),
    reliability: reliability(top, isTop),
    curves: curved.map(({ label, at }) => ({
      label,
      points: thresholdCurve(ofClass(probabilities, at), isOf(at)),
    })),
    importances,
  };
}

export const largest = (values: Float64Array): number =>
  values.reduce((best, value, at) => (value > (values[best] ?? -Infinity) ? at : best), 0);

/** Of two classes the probability of the second, of more the largest. */
const topOf = (probabilities: Float64Array): number =>
  (probabilities.length === 2 ? probabilities[1] : probabilities[largest(probabilities)]) ?? 0;

/** Mean of -log of the probability of the true class. */
function trueLogLoss(probabilities: Float64Array, labels: Int32Array, classCount: number): number {
  const ofTruth = Float64Array.from(labels, (label, row) => probabilities[row * classCount + label] ?? 0);
  return logLossOf(
    ofTruth,
    Array.from(labels, () => true),
  );
}
