import { chooseCalibration } from '../classifiers/calibration/choose-calibration.ts';
import { trainBoosting } from '../classifiers/boosting/train-boosting.ts';
import { trainDense } from '../classifiers/dense/train-dense.ts';
import { trainEnsemble, type PlannedMember } from '../classifiers/ensemble/train-ensemble.ts';
import type { LabelledMatrix } from '../classifiers/labelled-matrix.ts';
import { pickRows } from '../classifiers/pick-rows.ts';
import { scoreMatrix } from '../classifiers/score-matrix.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import { matrixOfRows } from '../tables/matrix-of-rows.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { FraudClassifier } from './fraud-classifier.ts';

/** With fewer known frauds chance decides what is learnt of them: the detector of the unusual scores alone. */
const KNOWN_FRAUDS_MIN = 30;
/** More are not needed to tell the rare from the common; the frauds among the older ones stay. */
const ROWS_MOST = 200_000;
/** The newest part sets what share of fraud a score stands for, by a model that has not seen it. */
const CALIBRATION_SHARE = 0.2;
/** A shop trains often: less than what suits a benchmark (boostingConfig). */
const BOOSTING = { bags: 2, binsMost: 511 };
/** Of each class in the part that calibrates; with fewer the log-odds are taken at their word. */
const CALIBRATION_ROWS_MIN = 10;

export interface FraudClassifierTraining {
  readonly tf: TensorFlow;
  /** Features of orders, oldest first, [orders][columns]; NaN is missing. */
  readonly rows: readonly Float64Array[];
  /** [orders]: whether it turned out to be fraud; what nothing is known of counts as good, as most are. */
  readonly labels: readonly (boolean | undefined)[];
  readonly columns: readonly string[];
  readonly random: Random;
  readonly progress?: Progress;
  readonly signal?: AbortSignal | undefined;
  /** Instead of boosted trees and a dense network. */
  readonly members?: readonly PlannedMember[];
}

/**
 * An ensemble of boosted trees and a dense network, calibrated on the newest orders by a model that has not seen them
 * and then trained on all. Undefined with fewer than KNOWN_FRAUDS_MIN frauds or good orders. Throws the signal's reason
 * when aborted.
 */
export async function trainFraudClassifier(
  training: FraudClassifierTraining,
): Promise<FraudClassifier | undefined> {
  const data = newest(training);
  const frauds = data.labels.reduce((sum, label) => sum + label, 0);
  if (Math.min(frauds, data.labels.length - frauds) < KNOWN_FRAUDS_MIN) return undefined;
  const { random, progress, signal, members = served(training.tf) } = training;
  const train = (part: LabelledMatrix, from: number, share: number) =>
    trainEnsemble({
      data: part,
      members,
      random,
      progress: (stage, done) => progress?.(stage, from + share * done),
      ...(signal === undefined ? {} : { signal }),
    });
  const rowCount = data.labels.length;
  const from = Math.floor((1 - CALIBRATION_SHARE) * rowCount);
  const all = Int32Array.from(data.labels, (_, row) => row);
  const [older, newer] = [pickRows(data, all.subarray(0, from)), pickRows(data, all.subarray(from))];
  const calibration = canCalibrate(older, newer)
    ? calibrationOf(await train(older, 0, 0.45), newer, random)
    : ({ kind: 'none' } as const);
  return new FraudClassifier(await train(data, 0.45, 0.55), calibration);
}

/** Weighted as automaticMembers are. */
function served(tf: TensorFlow): readonly PlannedMember[] {
  return [
    {
      weight: 4,
      train: ({ data, random, progress, signal }) =>
        trainBoosting({
          data,
          random,
          progress,
          config: BOOSTING,
          ...(signal === undefined ? {} : { signal }),
        }),
    },
    {
      weight: 1,
      train: ({ data, random, progress, signal }) => trainDense({ tf, data, random, progress, signal }),
    },
  ];
}

function calibrationOf(
  model: Awaited<ReturnType<typeof trainEnsemble>>,
  { matrix, labels }: LabelledMatrix,
  random: Random,
) {
  const truth = Array.from(labels, (label) => label === 1);
  return chooseCalibration(scoreMatrix(model, matrix), truth, random).calibration;
}

function canCalibrate(older: LabelledMatrix, newer: LabelledMatrix): boolean {
  return [older, newer].every(({ labels }) => {
    const frauds = labels.reduce((sum, label) => sum + label, 0);
    return Math.min(frauds, labels.length - frauds) >= CALIBRATION_ROWS_MIN;
  });
}

/** As a table: the newest orders, and of those before them the frauds. */
function newest({ rows, labels, columns }: FraudClassifierTraining): LabelledMatrix {
  const from = Math.max(0, rows.length - ROWS_MOST);
  const kept = rows.flatMap((row, i) => (i >= from || labels[i] === true ? [{ row, label: labels[i] }] : []));
  return {
    matrix: matrixOfRows(
      columns,
      kept.map(({ row }) => row),
    ),
    labels: Int32Array.from(kept, ({ label }) => Number(label === true)),
  };
}
