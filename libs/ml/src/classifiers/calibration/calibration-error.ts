/** Rows of like probability: what was said and what was so. */
export interface ReliabilityBin {
  readonly rows: number;
  readonly meanProbability: number;
  readonly positiveShare: number;
}

const BINS = 10;
/** A probability of 0 for what is true is an infinite loss; this is as bad as it gets. */
const PROBABILITY_LEAST = 1e-12;

/** Bins of nearly equal size by rising probability; rows of equal probability stay together. */
export function reliability(
  probabilities: ArrayLike<number>,
  labels: readonly boolean[],
  bins = BINS,
): readonly ReliabilityBin[] {
  const order = labels.map((_, row) => row).sort((a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0));
  const result: ReliabilityBin[] = [];
  for (let from = 0; from < order.length;) {
    let to = Math.max(from + 1, Math.round(((result.length + 1) * order.length) / bins));
    const last = probabilities[order[to - 1] ?? 0];
    while (to < order.length && probabilities[order[to] ?? 0] === last) to++;
    const rows = order.slice(from, to);
    result.push({
      rows: rows.length,
      meanProbability: rows.reduce((sum, row) => sum + (probabilities[row] ?? 0), 0) / rows.length,
      positiveShare: rows.filter((row) => labels[row]).length / rows.length,
    });
    from = to;
  }
  return result;
}

/** Expected calibration error: the mean distance of what was said and what was so, by bins of equal size (Naeini et al. 2015). */
export function expectedCalibrationError(
  probabilities: ArrayLike<number>,
  labels: readonly boolean[],
): number {
  return reliability(probabilities, labels).reduce(
    (sum, { rows, meanProbability, positiveShare }) =>
      sum + (rows / labels.length) * Math.abs(meanProbability - positiveShare),
    0,
  );
}

/** Mean squared distance of the probability and the outcome (Brier 1950). */
export function brierScore(probabilities: ArrayLike<number>, labels: readonly boolean[]): number {
  return (
    labels.reduce((sum, label, row) => sum + ((probabilities[row] ?? 0) - Number(label)) ** 2, 0) /
    labels.length
  );
}

/** Mean of -log of the probability given to what happened, in nats. */
export function logLossOf(probabilities: ArrayLike<number>, labels: readonly boolean[]): number {
  return (
    labels.reduce((sum, label, row) => {
      const probability = probabilities[row] ?? 0;
      return sum - Math.log(Math.max(PROBABILITY_LEAST, label ? probability : 1 - probability));
    }, 0) / labels.length
  );
}
