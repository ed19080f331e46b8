import type { OrderAnomaly } from '#ml';
import type { RuleSettings } from '../rules/rule-file.ts';
import type { Evidence } from './joint-score.ts';

/** What a model finds strange of one feature. */
export interface FeatureEvidence extends Evidence {
  readonly feature: string;
}

/** An analyst reads the strangest few; the rest is small print. */
const FEATURES_MAX = 3;

/**
 * What the detectors find strange. It says which share of orders was more ordinary; the part above
 * `starts_at` is stretched over 0 to `score_max` and shared out among the strangest features, so that their noisy or
 * is the whole again.
 */
export function modelEvidence(
  anomaly: Pick<OrderAnomaly, 'score' | 'contributions'>,
  settings: RuleSettings['model'],
): readonly FeatureEvidence[] {
  const { starts_at: startsAt, score_max: scoreMax } = settings;
  const score = anomaly.score <= startsAt ? 0 : (scoreMax * (anomaly.score - startsAt)) / (1 - startsAt);
  const strangest = anomaly.contributions.slice(0, FEATURES_MAX).filter(({ share }) => share > 0);
  const shareSum = strangest.reduce((sum, { share }) => sum + share, 0);
  if (score <= 0 || shareSum === 0) return [];
  return strangest.map(({ feature, share }) => ({
    code: `AE_${feature.toUpperCase()}`,
    feature,
    score: 1 - (1 - score) ** (share / shareSum),
  }));
}
