import type { FraudModel } from '#ml';

/** What one feature adds to a probability; negative where it speaks against fraud. */
export interface FeatureContribution {
  readonly feature: string;
  readonly contribution: number;
}

/** A probability taken apart: base, the features named and the others together make it up. */
export interface ExplainedProbability {
  readonly probability: number;
  readonly base: number;
  /** The strongest first. */
  readonly features: readonly FeatureContribution[];
  /** Of all other features together. */
  readonly others: number;
}

/** An analyst reads the strongest few; the rest is small print. */
const FEATURES_MAX = 5;
/** What is closer to certain than this is not told apart, and would leave no share for other reasons. */
const CERTAIN = 0.999;

/** Below it no order is held up for what is learnt, and its features are told together: explaining takes a millisecond. */
const EXPLAINED_FROM = 0.01;

/**
 * The probability of a model and what each feature adds to it; undefined of a model that knew too few frauds. The model's
 * contributions add up in log-odds; each gets its part of the way from the base's probability to the order's, which is
 * the slope between the two.
 */
export function explainProbability(
  model: Pick<FraudModel, 'columns' | 'probability' | 'contributions'>,
  row: Float64Array,
): ExplainedProbability | undefined {
  const said = model.probability(row);
  if (said === undefined) return undefined;
  const { baseProbability, logit, base } = said;
  const probability = Math.min(CERTAIN, Math.max(0, said.probability));
  const way = logit - base;
  const slope = way === 0 ? 0 : (probability - baseProbability) / way;
  const contributions = probability < EXPLAINED_FROM ? new Float64Array() : model.contributions(row);
  const features = model.columns
    .map((feature, column) => ({ feature, contribution: slope * (contributions[column] ?? 0) }))
    .filter(({ contribution }) => contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, FEATURES_MAX);
  const named = features.reduce((sum, { contribution }) => sum + contribution, 0);
  return { probability, base: baseProbability, features, others: probability - baseProbability - named };
}
