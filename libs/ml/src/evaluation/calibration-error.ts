/**
 * Expected calibration error (Naeini et al. 2015): rows in order of their probability are cut into `bins` parts of equal
 * count, and the distance between the mean probability and the share of positives of each is averaged. 0 is calibrated.
 * NaN for no rows.
 */
export function expectedCalibrationError(
  probabilities: ArrayLike<number>,
  labels: readonly boolean[],
  bins = 10,
): number {
  const order = labels.map((_, row) => row);
  order.sort((a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0));
  let sum = 0;
  for (let bin = 0; bin < bins; bin++) {
    const part = order.slice(
      Math.floor((bin * order.length) / bins),
      Math.floor(((bin + 1) * order.length) / bins),
    );
    const told = part.reduce((total, row) => total + (probabilities[row] ?? 0), 0);
    const positives = part.filter((row) => labels[row] === true).length;
    sum += Math.abs(told - positives);
  }
  return sum / order.length;
}
