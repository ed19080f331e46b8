import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import { fileOf } from '../artifact/artifact.ts';
import type { ArtifactFiles } from '../artifact/manifest.ts';
import { calibrate, type Calibration } from '../classifiers/calibration/calibration.ts';
import { Ensemble } from '../classifiers/ensemble/ensemble.ts';

/** Names within the artifact; a version that knew too few frauds has none of them. */
const CLASSIFIER_FILE = 'classifier.bin';
const CALIBRATION_FILE = 'calibration.json';

/** How likely an order is fraud, and why. */
export interface FraudProbability {
  /** 0 to 1: of orders with this score such a share was fraud. */
  readonly probability: number;
  /** Log-odds before the calibration; `base` and the contributions add up to it. */
  readonly logit: number;
  readonly base: number;
  /** The share of fraud that the base stands for: of an order of which nothing is known. */
  readonly baseProbability: number;
  /** [columns], in log-odds. */
  readonly contributions: Float64Array;
}

/** Trained on orders whose outcome is known: log-odds, and what share of fraud they stand for. */
export class FraudClassifier {
  constructor(
    private readonly model: Ensemble,
    private readonly calibration: Calibration,
  ) {}

  get columns(): readonly string[] {
    return this.model.columns;
  }

  /** `features` [columns], NaN is missing. */
  probability(features: Float64Array): number {
    return calibrate(this.calibration, this.model.logit(features));
  }

  explain(features: Float64Array): FraudProbability {
    const { logit, base, contributions } = this.model.explain(features);
    return {
      probability: calibrate(this.calibration, logit),
      baseProbability: calibrate(this.calibration, base),
      logit,
      base,
      contributions,
    };
  }

  files(): ArtifactFiles {
    return new Map([
      [CLASSIFIER_FILE, packArrays(this.model.state())],
      [CALIBRATION_FILE, new TextEncoder().encode(JSON.stringify(this.calibration))],
    ]);
  }
}

/** What files() gave; undefined of a version without a classifier. Throws TypeError on another content. */
export function readFraudClassifier(files: ArtifactFiles): FraudClassifier | undefined {
  if (!files.has(CLASSIFIER_FILE)) return undefined;
  // Written by files(); the hashes of the artifact vouch for the bytes.
  const calibration = JSON.parse(new TextDecoder().decode(fileOf(files, CALIBRATION_FILE))) as Calibration;
  return new FraudClassifier(Ensemble.from(unpackArrays(fileOf(files, CLASSIFIER_FILE))), calibration);
}
