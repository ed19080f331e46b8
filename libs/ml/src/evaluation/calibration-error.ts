import { reliability } from './reliability.ts';

/**
 * Expected calibration error (Naeini et al. 2015): rows in order of their probability are cut into `bins` parts of nearly
 * equal count, rows of one probability staying together, and the distance between the mean probability and the share of
 * positives of each is averaged. 0 is calibrated. NaN for no rows.
 */
export function expectedCalibrationError(
  probabilities: ArrayLike<number>,
  labels: readonly boolean[],
  bins = 10,
): number {
  const sum = reliability(probabilities, labels, bins).reduce(
    (total, { rows, meanProbability, positiveShare }) =>
      total + rows * Math.abs(meanProbability - positiveShare),
    0,
  );
  return sum / labels.length;
}
