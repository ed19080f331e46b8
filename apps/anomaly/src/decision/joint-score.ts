/** Something that speaks for fraud: `score` is how likely it makes it by itself. */
export interface Evidence {
  readonly code: string;
  readonly score: number;
}

/** What all evidence together comes to. */
export interface JointScore {
  /** 0 to 1. */
  readonly score: number;
  /** By code; they add up to the score. */
  readonly contributions: ReadonlyMap<string, number>;
}

/**
 * Joins evidence as independent chances s of fraud: 1 - Π(1 - s) (noisy or; Pearl 1988). Each contribution is its share
 * of the sum of ln(1 - s), so that they add up to the whole.
 */
export function noisyOr(evidence: readonly Evidence[]): JointScore {
  const heard = evidence.filter(({ score }) => score > 0);
  const logs = heard.map(({ score }) => Math.log1p(-score));
  const logSum = logs.reduce((sum, log) => sum + log, 0);
  const score = heard.length === 0 ? 0 : -Math.expm1(logSum);
  return {
    score,
    contributions: new Map(heard.map(({ code }, i) => [code, (score * (logs[i] ?? 0)) / logSum])),
  };
}
