import type { Random } from '../random.ts';
import type { FeatureMatrix } from '../tables/feature-matrix.ts';
import { DetectorEnsemble, type EnsembleMember } from './detector-ensemble.ts';
import type { Detector } from './detector.ts';
import { fitHistograms, type HistogramConfig } from './fit-histograms.ts';
import { fitIsolationForest, ISOLATION_FOREST } from './fit-isolation-forest.ts';
import { fitPaymentScore } from './fit-payment-score.ts';
import type { PaymentRoles } from './payment-roles.ts';
import { scoreRows } from './score-rows.ts';

export const QUANTILE_HISTOGRAM: HistogramConfig = { bins: 'quantile', count: 20, floor: 0.01 };

export interface AutomaticDetectorOptions {
  /** What columns of payments mean, where that is known. */
  readonly roles?: PaymentRoles | undefined;
  readonly random: Random;
}

/**
 * The detector for any table, with nothing to set: an isolation forest, which sees columns together, and histograms of
 * equal shares, which see how far out each is; of payments the payment score as well. The mean of their z-scores.
 */
export function fitAutomaticDetector(
  matrix: FeatureMatrix,
  { roles, random }: AutomaticDetectorOptions,
): DetectorEnsemble {
  return fitEnsemble('automatic', matrix, [
    fitIsolationForest(matrix, ISOLATION_FOREST, random),
    fitHistograms('quantile-histogram', matrix, QUANTILE_HISTOGRAM),
    ...(roles === undefined ? [] : [fitPaymentScore(matrix, roles)]),
  ]);
}

/** Joins detectors by the mean and deviation of their scores on the table. */
function fitEnsemble(name: string, matrix: FeatureMatrix, detectors: readonly Detector[]): DetectorEnsemble {
  return new DetectorEnsemble(
    name,
    detectors.map((detector): EnsembleMember => {
      const scores = scoreRows(detector, matrix);
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
      return { detector, mean, deviation: Math.sqrt(squares / scores.length) };
    }),
  );
}
