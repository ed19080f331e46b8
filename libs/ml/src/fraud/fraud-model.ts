import type { Manifest } from '../artifact/manifest.ts';
import type { Detector } from '../detectors/detector.ts';
import { plainValue } from '../features/fraud/plain-value.ts';
import type { DriftBaseline } from './drift/drift-baseline.ts';
import type { FraudClassifier, FraudProbability } from './fraud-classifier.ts';
import type { SessionModel } from './session/session-model.ts';

export interface FeatureShare {
  readonly feature: string;
  readonly share: number;
}

/** How unusual an order is among those of the training time, and why. */
export interface OrderAnomaly {
  /** 0 to 1: the share of ordinary orders that were less unusual. */
  readonly score: number;
  /** What the detectors make of it together; comparable for one model only. */
  readonly error: number;
  /** [columns]; below 0 for a feature that speaks for the order. */
  readonly contributions: Float64Array;
}

export interface FraudModelParts {
  readonly manifest: Manifest;
  /** Names of the columns, in the order of the rows. */
  readonly columns: readonly string[];
  readonly detector: Detector;
  /** Errors of rows that training did not see, ascending: the scale of the score. */
  readonly quantiles: Float64Array;
  /** Absent where too few frauds were known at the training. */
  readonly classifier?: FraudClassifier | undefined;
  /** Absent where too few attacks were known at the training. */
  readonly sessions?: SessionModel | undefined;
  /** Medians of past orders, a column each; undefined where the version keeps none. */
  readonly usual?: Float64Array | undefined;
  /** What orders looked like at the training; undefined where the version does not keep it. */
  readonly baseline?: DriftBaseline | undefined;
}

/** A loaded anomaly model for orders. */
export class FraudModel {
  readonly manifest: Manifest;
  readonly columns: readonly string[];

  constructor(private readonly parts: FraudModelParts) {
    this.manifest = parts.manifest;
    this.columns = parts.columns;
  }

  /** `features` as orderFeatures gives them. Throws RangeError on a row of another width. */
  score(features: Float64Array): OrderAnomaly {
    const { columns, detector, quantiles } = this.parts;
    if (features.length !== columns.length) {
      throw new RangeError(`a row of ${features.length} features, the model has ${columns.length}`);
    }
    const { score: error, contributions } = detector.score(features);
    return { score: shareBelow(quantiles, error), error, contributions };
  }

  /** Each feature's share of what is strange, largest first; they sum to 1 where anything is. */
  sharesOf({ contributions }: Pick<OrderAnomaly, 'contributions'>): readonly FeatureShare[] {
    // What speaks for the order is no reason to look at it.
    const strange = contributions.map((each) => Math.max(0, each));
    const total = strange.reduce((sum, each) => sum + each, 0);
    return this.columns
      .map((feature, i) => ({ feature, share: total === 0 ? 0 : (strange[i] ?? 0) / total }))
      .sort((a, b) => b.share - a.share);
  }

  /** How likely an order is fraud; undefined where too few frauds were known at the training. */
  probability(features: Float64Array): FraudProbability | undefined {
    return this.parts.classifier?.score(features);
  }

  /** [columns]: what each feature adds to the log-odds of that; empty where there is none. */
  contributions(features: Float64Array): Float64Array {
    return this.parts.classifier?.contributions(features) ?? new Float64Array();
  }

  /** What drift is measured against. */
  get baseline(): DriftBaseline | undefined {
    return this.parts.baseline;
  }

  /** What tells attacks by the events of a session; undefined where too few were known at the training. */
  get sessions(): SessionModel | undefined {
    return this.parts.sessions;
  }

  /** What is usual of a feature, as a person reads it; undefined where that is not known. */
  usual(feature: string): number | undefined {
    const value = this.parts.usual?.[this.columns.indexOf(feature)];
    return value === undefined || Number.isNaN(value) ? undefined : plainValue(feature, value);
  }
}

/**
 * Share of the sorted values below x, straight lines between them. Beyond the largest it goes on towards 1 without
 * reaching it, so that wilder orders still rank above wild ones; of the distance, what half of the values spread over
 * counts half.
 */
export function shareBelow(sorted: Float64Array, x: number): number {
  const count = sorted.length;
  const most = sorted[count - 1] ?? 0;
  if (x >= most) {
    const spread = most - (sorted[count >>> 1] ?? 0) || 1;
    return 1 - spread / (spread + x - most) / (count + 1);
  }
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) <= x) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return 0;
  const [below, above] = [sorted[low - 1] ?? 0, sorted[low] ?? most];
  const within = above === below ? 0 : Math.max(0, (x - below) / (above - below));
  return (low + within) / (count + 1);
}
