/** Added to every bin: one that is empty on one side must not come to infinity (Krichevsky and Trofimov 1981). */
const SMOOTHING = 0.5;

/**
 * Population stability index of two samples over the same bins: the sum of (p - q) ln(p / q) of their shares, which is
 * Jeffreys' divergence (Kullback and Leibler 1951), in nats. From Lewis, An Introduction to Credit Scoring (1994); Siddiqi,
 * Credit Risk Scorecards (2006) takes less than 0.1 for no change and more than 0.25 for a shift. Takes the counts of each
 * bin; symmetric; 0 of equal shares.
 */
export function populationStability(expected: readonly number[], actual: readonly number[]): number {
  const p = shares(expected);
  const q = shares(actual);
  return p.reduce((sum, share, bin) => {
    const other = q[bin] ?? 0;
    return sum + (share - other) * Math.log(share / other);
  }, 0);
}

function shares(counts: readonly number[]): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count + SMOOTHING, 0);
  return counts.map((count) => (count + SMOOTHING) / total);
}
