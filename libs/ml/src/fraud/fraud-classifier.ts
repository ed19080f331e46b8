import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import { fileOf } from '../artifact/artifact.ts';
import type { ArtifactFiles } from '../artifact/manifest.ts';
import { calibrate, type Calibration } from '../classifiers/calibration/calibration.ts';
import { Ensemble } from '../classifiers/ensemble/ensemble.ts';

/** Names within the artifact; a version that knew too few frauds has none of them. */
const CLASSIFIER_FILE = 'classifier.bin';
const CALIBRATION_FILE = 'calibration.json';

/** How likely an order is fraud. */
export interface FraudProbability {
  /** 0 to 1: of orders with this score such a share was fraud. */
  readonly probability: number;
  /** Log-odds before the calibration. */
  readonly logit: number;
  /** Of an order of which nothing is known: log-odds, and the share of fraud that they stand for. */
  readonly base: number;
  readonly baseProbability: number;
}

/** Trained on orders whose outcome is known: log-odds, and what share of fraud they stand for. */
export class FraudClassifier {
  private readonly base: number;

  constructor(
    private readonly model: Ensemble,
    private readonly calibration: Calibration,
  ) {
    this.base = model.explain(new Float64Array(model.columns.length)).base;
  }

  get columns(): readonly string[] {
    return this.model.columns;
  }

  /** Log-odds before the calibration. */
  logit(features: Float64Array): number {
    return this.model.logit(features);
  }

  /** `features` [columns], NaN is missing. Takes some tens of microseconds. */
  score(features: Float64Array): FraudProbability {
    const { base } = this;
    const logit = this.model.logit(features);
    const [probability, baseProbability] = [this.calibrated(logit), this.calibrated(base)];
    return { probability, logit, base, baseProbability };
  }

  /** [columns]: what each adds to the base, in log-odds; together they make the logit. Takes about a millisecond. */
  contributions(features: Float64Array): Float64Array {
    return this.model.explain(features).contributions;
  }

  private calibrated(logit: number): number {
    return calibrate(this.calibration, logit);
  }

  files(): ArtifactFiles {
    return new Map([
      [CLASSIFIER_FILE, packArrays(this.model.state())],
      [CALIBRATION_FILE, new TextEncoder().encode(JSON.stringify(this.calibration))],
    ]);
  }
}

/** Whether a fraud artifact has a classifier: enough frauds were known at its training. */
export const hasFraudClassifier = (files: ArtifactFiles): boolean => files.has(CLASSIFIER_FILE);

/** What files() gave; undefined of a version without a classifier. Throws TypeError on another content. */
export function readFraudClassifier(files: ArtifactFiles): FraudClassifier | undefined {
  if (!hasFraudClassifier(files)) return undefined;
  // Written by files(); the hashes of the artifact vouch for the bytes.
  const calibration = JSON.parse(new TextDecoder().decode(fileOf(files, CALIBRATION_FILE))) as Calibration;
  return new FraudClassifier(Ensemble.from(unpackArrays(fileOf(files, CLASSIFIER_FILE))), calibration);
}
