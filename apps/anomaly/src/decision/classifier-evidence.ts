import type { FraudModel } from '#ml';

/** A probability of 1 would leave no share for other reasons. */
const PROBABILITY_MAX = 0.999;
/** An analyst reads the weightiest few; the rest is one reason together. */
const FEATURES_MAX = 4;
/** What all other features of the classifier say together. */
export const OTHER_FEATURES = 'ML_OTHER';

/** Below it no order is held up for what the classifier says, and its features are one reason: explaining takes a millisecond. */
const EXPLAINED_FROM = 0.01;

type ExplainedModel = Pick<FraudModel, 'columns' | 'probability' | 'contributions'>;

export interface FeatureShare {
  readonly code: string;
  /** undefined for all others together. */
  readonly feature: string | undefined;
  /** In log-odds. */
  readonly logit: number;
}

/** What the classifier of known outcomes says of an order. */
export class ClassifierEvidence {
  private constructor(
    /** Calibrated, 0 to 1. */
    readonly probability: number,
    /** Of an order of which it knows no feature. */
    private readonly base: number,
    /** They add up to what the features add to the base, in log-odds. */
    readonly features: readonly FeatureShare[],
  ) {}

  /** undefined of a model without a classifier. */
  static of(model: ExplainedModel, row: Float64Array): ClassifierEvidence | undefined {
    const said = model.probability(row);
    if (said === undefined) return undefined;
    const shown = said.probability < EXPLAINED_FROM ? [] : weightiest(model, row);
    const rest = said.logit - said.base - shown.reduce((sum, { logit }) => sum + logit, 0);
    return new ClassifierEvidence(Math.min(PROBABILITY_MAX, said.probability), said.baseProbability, [
      ...shown,
      { code: OTHER_FEATURES, feature: undefined, logit: rest },
    ]);
  }

  /** Shares a part of a score out between the base and the features, in proportion to their log-odds. */
  shares(part: number): {
    readonly base: number;
    readonly contributions: readonly { readonly code: string; readonly contribution: number }[];
  } {
    const logitSum = this.features.reduce((sum, { logit }) => sum + logit, 0);
    // Rounding alone: nothing to share out.
    if (Math.abs(logitSum) < 1e-9) return { base: part, contributions: [] };
    return {
      base: this.base,
      contributions: this.features.map(({ code, logit }) => ({
        code,
        contribution: ((part - this.base) * logit) / logitSum,
      })),
    };
  }
}

function weightiest(model: ExplainedModel, row: Float64Array): readonly FeatureShare[] {
  const contributions = model.contributions(row);
  return model.columns
    .map((feature, i) => ({
      code: `ML_${feature.toUpperCase()}`,
      feature,
      logit: contributions[i] ?? 0,
    }))
    .filter(({ logit }) => logit !== 0)
    .sort((a, b) => Math.abs(b.logit) - Math.abs(a.logit))
    .slice(0, FEATURES_MAX);
}
