import type { ClassifierEvidence } from './classifier-evidence.ts';

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
  /** By code, largest first. What speaks against fraud is below 0. */
  readonly contributions: readonly { readonly code: string; readonly contribution: number }[];
  /**
   * So many of a hundred such orders are fraud, by the classifier and the rules; undefined without a classifier. The
   * rest is only a rank: it may not ask for more than the thresholds allow.
   */
  readonly calibrated: number | undefined;
  readonly modelVersion?: string | undefined;
}

export interface AllEvidence {
  readonly rules: readonly Evidence[];
  readonly strange: readonly Evidence[];
  readonly classifier?: ClassifierEvidence | undefined;
}

/**
 * Joins evidence as independent chances s of fraud: 1 - Π(1 - s) (noisy or; Pearl 1988). Each contribution is its share
 * of the sum of ln(1 - s), so that they add up to the whole; that of the classifier is its base and, in proportion to
 * what its features add to the log-odds, the rest.
 */
export function joinEvidence(
  { rules, strange, classifier }: AllEvidence,
  modelVersion?: string,
): FraudProbability {
  const heard = [...rules, ...strange].filter(({ score }) => score > 0);
  const learnt = classifier?.probability ?? 0;
  const logs = heard.map(({ score }) => Math.log1p(-score));
  const logSum = logs.reduce((sum, log) => sum + log, Math.log1p(-learnt));
  const probability = logSum === 0 ? 0 : -Math.expm1(logSum);
  const partOf = (log: number): number => (logSum === 0 ? 0 : (probability * log) / logSum);
  const byClassifier = classifier?.shares(partOf(Math.log1p(-learnt)));
  return {
    probability,
    base: byClassifier?.base ?? 0,
    contributions: [
      ...heard.map(({ code }, i) => ({ code, contribution: partOf(logs[i] ?? 0) })),
      ...(byClassifier?.contributions ?? []),
    ].sort((a, b) => b.contribution - a.contribution),
    calibrated: classifier === undefined ? undefined : noisyOr([...rules.map(({ score }) => score), learnt]),
    modelVersion,
  };
}

const noisyOr = (scores: readonly number[]): number =>
  -Math.expm1(scores.reduce((sum, score) => sum + Math.log1p(-score), 0));
