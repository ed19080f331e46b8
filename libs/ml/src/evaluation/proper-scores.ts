/** A probability of 0 for what is true is an infinite loss; this is as bad as it gets. */
const PROBABILITY_LEAST = 1e-12;

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
