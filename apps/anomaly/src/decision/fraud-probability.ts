/** Something that speaks for fraud: `score` is how likely it makes it by itself. */
export interface Evidence {
  readonly code: string;
  readonly score: number;
}

/** How likely an order is fraud, and what makes it so. */
export interface FraudProbability {
  /** 0 to 1: `base` and all contributions together. */
  readonly probability: number;
  /** Of an order of which nothing is known. */
  readonly base: number;
  /** By code, largest first. */
  readonly contributions: readonly { readonly code: string; readonly contribution: number }[];
  /**
   * Whether so many of a hundred such orders are fraud. Where it is only a rank, it may not ask for more than the
   * thresholds allow.
   */
  readonly isCalibrated: boolean;
  readonly modelVersion?: string | undefined;
}

/**
 * Joins evidence as independent chances s of fraud: 1 - Π(1 - s) (noisy or; Pearl 1988). Each contribution is its share
 * of the sum of ln(1 - s), so that they add up to the whole. Nothing is known of an order that is unsuspicious: base 0.
 */
export function noisyOr(evidence: readonly Evidence[], modelVersion?: string): FraudProbability {
  const heard = evidence.filter(({ score }) => score > 0);
  const logs = heard.map(({ score }) => Math.log1p(-score));
  const logSum = logs.reduce((sum, log) => sum + log, 0);
  const probability = heard.length === 0 ? 0 : -Math.expm1(logSum);
  return {
    probability,
    base: 0,
    contributions: heard
      .map(({ code }, i) => ({ code, contribution: (probability * (logs[i] ?? 0)) / logSum }))
      .sort((a, b) => b.contribution - a.contribution),
    isCalibrated: false,
    modelVersion,
  };
}
