import type { FeatureShare } from '#ml';
import type { RuleSettings } from '../rules/rule-file.ts';
import type { Evidence } from './joint-score.ts';

/** What a model finds strange of one feature. */
export interface FeatureEvidence extends Evidence {
  readonly feature: string;
}

/** How strange an order is, 0 to 1, and by which features, strangest first: made when asked for, for most are ordinary. */
export interface StrangeOrder {
  readonly score: number;
  readonly shares: () => readonly FeatureShare[];
}

/** An analyst reads the strangest few; the rest is small print. */
const FEATURES_MAX = 3;

/**
 * What the detectors find strange. It says which share of orders was more ordinary; the part above
 * `starts_at` is stretched over 0 to `score_max` and shared out among the strangest features, so that their noisy or
 * is the whole again.
 */
export function modelEvidence(
  order: StrangeOrder,
  settings: RuleSettings['model'],
): readonly FeatureEvidence[] {
  const { starts_at: startsAt, score_max: scoreMax } = settings;
  const score = order.score <= startsAt ? 0 : (scoreMax * (order.score - startsAt)) / (1 - startsAt);
  if (score <= 0) return [];
  const strangest = order
    .shares()
    .slice(0, FEATURES_MAX)
    .filter(({ share }) => share > 0);
  const shareSum = strangest.reduce((sum, { share }) => sum + share, 0);
  return strangest.map(({ feature, share }) => ({
    code: `AE_${feature.toUpperCase()}`,
    feature,
    score: 1 - (1 - score) ** (share / shareSum),
  }));
}
