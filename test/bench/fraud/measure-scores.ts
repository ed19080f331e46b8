import {
  averagePrecision,
  bootstrapClassification,
  expectedCalibrationError,
  Random,
  recallAtFalsePositiveRate,
  rocAuc,
  type ScoredRows,
} from '#ml';
import type { FraudRow } from './fraud-benchmark.ts';

const RESAMPLING_SEED = 1;

/** Metrics of scored test sets: the mean over the sets, and its interval. */
export function measureScores(
  sets: readonly ScoredRows[],
  areLogOdds: boolean,
): Pick<FraudRow, 'metrics' | 'intervals'> {
  const mean = (metric: (set: ScoredRows) => number) =>
    sets.reduce((sum, set) => sum + metric(set), 0) / sets.length;
  const intervals = bootstrapClassification(sets, new Random(RESAMPLING_SEED));
  return {
    metrics: {
      AP: mean(({ scores, labels }) => averagePrecision(scores, labels)),
      AUC: mean(({ scores, labels }) => rocAuc(scores, labels)),
      'R@1%FP': mean(({ scores, labels }) => recallAtFalsePositiveRate(scores, labels, 0.01)),
      ...(areLogOdds ? { ECE: mean(calibrationError) } : {}),
    },
    intervals: {
      AP: intervals.averagePrecision,
      AUC: intervals.rocAuc,
      'R@1%FP': intervals.recallAt1,
    },
  };
}

const calibrationError = ({ scores, labels }: ScoredRows): number =>
  expectedCalibrationError(
    Float64Array.from(scores, (logOdds) => 1 / (1 + Math.exp(-logOdds))),
    labels,
  );
