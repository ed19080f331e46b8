import { kFold } from '../../evaluation/k-fold.ts';
import { logLossOf } from '../../evaluation/proper-scores.ts';
import type { Random } from '../../random.ts';
import { calibrate, type Calibration } from './calibration.ts';
import { fitIsotonic } from './fit-isotonic.ts';
import { fitPlatt } from './fit-platt.ts';

export interface ChosenCalibration {
  /** Fitted on all rows. */
  readonly calibration: Calibration;
  /** [rows] Of the chosen kind, each fitted without the fold that the row is in: for honest figures. */
  readonly crossFitted: Float64Array;
  /** Mean cross-validated log loss of each kind that was tried. */
  readonly logLosses: Readonly<Partial<Record<Calibration['kind'], number>>>;
}

const FOLDS = 5;
/** With fewer rows of a class, steps follow chance. */
const ISOTONIC_ROWS_LEAST = 50;

type Fit = (logits: ArrayLike<number>, labels: readonly boolean[]) => Calibration;
/** The simplest first: it stays where nothing is better. */
const FITS: readonly (readonly [Calibration['kind'], Fit])[] = [
  ['none', () => ({ kind: 'none' })],
  ['platt', fitPlatt],
  ['isotonic', fitIsotonic],
];

/**
 * The calibration of least cross-validated log loss; none where nothing is better. `logits` must come from a model
 * that did not see these labels. Few rows of a class are left as they are.
 */
export function chooseCalibration(
  logits: ArrayLike<number>,
  labels: readonly boolean[],
  random: Random,
): ChosenCalibration {
  const rows = labels.length;
  const positives = labels.filter(Boolean).length;
  const least = Math.min(positives, rows - positives);
  const fits = FITS.filter(
    ([kind]) => kind === 'none' || least >= (kind === 'platt' ? FOLDS : ISOTONIC_ROWS_LEAST),
  );
  const folds = least >= FOLDS ? kFold(rows, FOLDS, random, labels) : [];
  const tried = fits.map(([kind, fit]) => {
    const crossFitted = Float64Array.from(labels, (_, row) => calibrate({ kind: 'none' }, logits[row] ?? 0));
    for (const { train, test } of kind === 'none' ? [] : folds) {
      const calibration = fit(
        Float64Array.from(train, (row) => logits[row] ?? 0),
        Array.from(train, (row) => labels[row] === true),
      );
      for (const row of test) crossFitted[row] = calibrate(calibration, logits[row] ?? 0);
    }
    return { kind, fit, crossFitted, logLoss: logLossOf(crossFitted, labels) };
  });
  const best = tried.reduce((leader, each) => (each.logLoss < leader.logLoss ? each : leader));
  return {
    calibration: best.fit(logits, labels),
    crossFitted: best.crossFitted,
    logLosses: Object.fromEntries(tried.map(({ kind, logLoss }) => [kind, logLoss])),
  };
}
