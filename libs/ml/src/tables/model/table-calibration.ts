import { calibrate, type Calibration } from '../../classifiers/calibration/calibration.ts';
import { chooseCalibration } from '../../classifiers/calibration/choose-calibration.ts';
import type { Random } from '../../random.ts';
import { logOddsOf } from '../evaluation/log-odds-of.ts';

/** Of two classes one, that of the second; of more one for each, against the rest (Zadrozny and Elkan 2002). */
export type TableCalibration = readonly Calibration[];

export interface FittedCalibration {
  readonly calibration: TableCalibration;
  /** [rows x classes] Each by calibrations that did not see the row's label. */
  readonly probabilities: Float64Array;
}

/** `logits` [rows x classes] of models that did not see the labels [rows]. */
export function fitTableCalibration(
  logits: ArrayLike<number>,
  labels: Int32Array,
  classCount: number,
  random: Random,
): FittedCalibration {
  const chosen = calibratedClasses(classCount).map((label) =>
    chooseCalibration(
      Float64Array.from(labels, (_, row) => logOddsOf(rowOf(logits, row, classCount), label)),
      Array.from(labels, (each) => each === label),
      random,
    ),
  );
  const probabilities = new Float64Array(labels.length * classCount);
  for (let row = 0; row < labels.length; row++) {
    probabilities.set(
      complete(Float64Array.from(chosen, ({ crossFitted }) => crossFitted[row] ?? 0)),
      row * classCount,
    );
  }
  return { calibration: chosen.map(({ calibration }) => calibration), probabilities };
}

/** [classes] They add up to 1. */
export function probabilitiesOf(calibration: TableCalibration, logits: Float64Array): Float64Array {
  const classes = calibratedClasses(logits.length);
  return complete(
    Float64Array.from(classes, (label, i) =>
      calibrate(calibration[i] ?? { kind: 'none' }, logOddsOf(logits, label)),
    ),
  );
}

/** The classes that have a calibration of their own. */
const calibratedClasses = (classCount: number): readonly number[] =>
  Array.from({ length: classCount }, (_, label) => label).slice(classCount === 2 ? 1 : 0);

/** Probabilities of all classes from those of the calibrated ones. */
function complete(calibrated: Float64Array): Float64Array {
  const [only] = calibrated;
  if (calibrated.length === 1) return Float64Array.of(1 - (only ?? 0), only ?? 0);
  const sum = calibrated.reduce((total, each) => total + each, 0);
  return calibrated.map((each) => (sum > 0 ? each / sum : 1 / calibrated.length));
}

/** Row `row` of a row-major table [rows x width]: [width], a copy; 0 where the table has ended. */
export function rowOf(values: ArrayLike<number>, row: number, width: number): Float64Array {
  return Float64Array.from({ length: width }, (_, i) => values[row * width + i] ?? 0);
}
