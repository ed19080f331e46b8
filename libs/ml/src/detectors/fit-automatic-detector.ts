import type { Random } from '../random.ts';
import type { FeatureMatrix } from '../tables/feature-matrix.ts';
import { DetectorEnsemble, type EnsembleMember } from './detector-ensemble.ts';
import type { Detector } from './detector.ts';
import { fitHistograms, type HistogramConfig } from './fit-histograms.ts';
import { fitIsolationForest, ISOLATION_FOREST } from './fit-isolation-forest.ts';
import { fitPaymentScore } from './fit-payment-score.ts';
import { isCoarseTable } from './is-coarse-table.ts';
import type { PaymentRoles } from './payment-roles.ts';
import { scoreRows } from './score-rows.ts';

export const QUANTILE_HISTOGRAM: HistogramConfig = { bins: 'quantile', count: 20, floor: 0.001 };
/** One number of bins is luck of where the edges lie: all of these together are not. */
const EVEN_BINS = [4, 5, 6, 7, 8, 9, 10];

export interface AutomaticDetectorOptions {
  /** What columns of payments mean, where that is known. */
  readonly roles?: PaymentRoles | undefined;
  readonly random: Random;
}

/**
 * The detector for any table, with nothing to set: of payments whose columns say what they mean the payment score. Else
 * the mean of the z-scores of an isolation forest, which sees columns together, and of histograms, which see how far out
 * each is; or of even histograms alone where the columns are too coarse for both.
 */
export function fitAutomaticDetector(
  matrix: FeatureMatrix,
  { roles, random }: AutomaticDetectorOptions,
): DetectorEnsemble {
  return fitEnsemble('automatic', matrix, detectorsFor(matrix, roles, random));
}

function detectorsFor(
  matrix: FeatureMatrix,
  roles: PaymentRoles | undefined,
  random: Random,
): readonly Detector[] {
  if (roles !== undefined) return [fitPaymentScore(matrix, roles)];
  if (isCoarseTable(matrix)) {
    return EVEN_BINS.map((count) =>
      fitHistograms(`even-histogram-${count}`, matrix, { bins: 'equal-width', count, floor: 0.001 }),
    );
  }
  return [
    fitIsolationForest(matrix, ISOLATION_FOREST, random),
    fitHistograms('quantile-histogram', matrix, QUANTILE_HISTOGRAM),
  ];
}

/** Joins detectors by the mean and deviation of their scores on the table. */
export function fitEnsemble(
  name: string,
  matrix: FeatureMatrix,
  detectors: readonly Detector[],
): DetectorEnsemble {
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
