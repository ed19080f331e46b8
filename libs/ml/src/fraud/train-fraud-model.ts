import { packArrays } from '../artifact/arrays.ts';
import { sealArtifact, type TrainedModel } from '../artifact/artifact.ts';
import type { Detector } from '../detectors/detector.ts';
import { AUTOENCODER, fitAutoencoder } from '../detectors/fit-autoencoder.ts';
import { fitEnsemble, QUANTILE_HISTOGRAM } from '../detectors/fit-automatic-detector.ts';
import { fitHistograms } from '../detectors/fit-histograms.ts';
import { fitIsolationForest, ISOLATION_FOREST } from '../detectors/fit-isolation-forest.ts';
import type { PlannedMember } from '../classifiers/ensemble/train-ensemble.ts';
import { ORDER_FEATURE_NAMES } from '../features/fraud/order-features.ts';
import type { Progress } from '../progress.ts';
import { Random } from '../random.ts';
import { matrixOfRows } from '../tables/matrix-of-rows.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import type { AutoencoderConfig } from '../training/train-autoencoder.ts';
import { evaluateClassifier, evaluateDetector } from './evaluate-fraud.ts';
import { DRIFT_FILE, driftBaseline, packDriftBaseline, type DriftBaseline } from './drift/drift-baseline.ts';
import type { FraudClassifier } from './fraud-classifier.ts';
import { retellFraudClassifier } from './retell-fraud-classifier.ts';
import { RETOLD_FILE } from './retold-rules.ts';
import type { LabelledSession } from './session/labelled-session.ts';
import { trainSessionModel } from './session/train-session-model.ts';
import { trainFraudClassifier } from './train-fraud-classifier.ts';
import { COLUMNS_FILE, DETECTORS_FILE, SCALE_FILE } from './fraud-files.ts';
import { shareBelow } from './fraud-model.ts';
import { packUsualValues, USUAL_FILE, usualValues } from './usual-values.ts';

export interface TrainFraudModelOptions {
  readonly tf: TensorFlow;
  readonly backend: string;
  /** Features of past orders, oldest first. */
  readonly rows: readonly Float64Array[];
  /** Known outcomes, parallel to rows, true is fraud; used to leave fraud out of training and to evaluate. */
  readonly labels?: readonly (boolean | undefined)[];
  readonly columns?: readonly string[];
  /** Past sessions, oldest first; without them there is no model of sessions. */
  readonly sessions?: readonly LabelledSession[];
  readonly seed: number;
  readonly version: string;
  readonly trainedAtMs: number;
  readonly dataFromMs: number;
  readonly dataUntilMs: number;
  readonly progress?: Progress;
  readonly budget?: Partial<AutoencoderConfig>;
  /** Of the classifier, instead of boosted trees and a dense network. */
  readonly classifierMembers?: readonly PlannedMember[];
  readonly signal?: AbortSignal;
}

/** With fewer orders "ordinary" is not yet known: rules alone decide. */
export const FRAUD_ROWS_MIN = 200;

/** Held back from training: sets the score's scale. */
const VALIDATION_SHARE = 0.2;
/** The newest part, on which labels are compared with scores. */
const TEST_SHARE = 0.2;
/** What is ordinary is known from so many; a forest and a small network learn no more from further ones. */
const ROWS_MOST = 50_000;
/** Enough points to place a score to a tenth of a percent. */
const QUANTILES_MOST = 1_000;

/**
 * Trains the anomaly model of orders. Known fraud is left out of training. Throws RangeError with fewer than
 * FRAUD_ROWS_MIN rows, and the signal's reason when aborted.
 */
export async function trainFraudModel(options: TrainFraudModelOptions): Promise<TrainedModel> {
  const { rows, labels = [], columns = ORDER_FEATURE_NAMES, seed } = options;
  if (rows.length < FRAUD_ROWS_MIN) {
    throw new RangeError(`${rows.length} orders, at least ${FRAUD_ROWS_MIN} are needed`);
  }
  const random = new Random(seed);
  const config = { ...AUTOENCODER, ...options.budget };
  const testFrom = Math.floor((1 - TEST_SHARE) * rows.length);
  const compared = await fit(options, {
    config,
    random,
    columns,
    rows: ordinary(rows.slice(0, testFrom), labels),
    from: 0,
  });
  const classified = await classify(options, random, testFrom);
  const newest = { rows: rows.slice(testFrom), labels: labels.slice(testFrom) };
  const retold = retellFraudClassifier(classified, newest, random);
  const sessions = await trainSessionModel({
    tf: options.tf,
    sessions: options.sessions ?? [],
    // Of its own: the other models are the same with or without sessions.
    random: new Random(seed),
    signal: options.signal,
  });
  const evaluations = [
    ...evaluateDetector(compared.detector, newest),
    ...evaluateClassifier(classified, newest),
    ...(retold?.evaluations ?? []),
    ...(sessions?.evaluations ?? []),
  ];
  const served = await fit(options, { config, random, columns, rows: ordinary(rows, labels), from: 0.5 });
  const classifier = await classify(options, random, rows.length);
  const { detector, quantiles } = served;
  const baseline = baselineOf(compared, newest.rows);
  const files = new Map([
    [COLUMNS_FILE, new TextEncoder().encode(JSON.stringify(columns))],
    [SCALE_FILE, packArrays({ quantiles })],
    [DETECTORS_FILE, packArrays(detector.state())],
    [USUAL_FILE, packUsualValues(usualValues(ordinary(rows, labels)))],
    ...(baseline === undefined ? [] : ([[DRIFT_FILE, packDriftBaseline(baseline)]] as const)),
    ...(classifier?.files() ?? []),
    ...(retold === undefined ? [] : [[RETOLD_FILE, retold.file] as const]),
    ...(sessions?.model.files() ?? []),
  ]);
  const { version, trainedAtMs, dataFromMs, dataUntilMs, backend } = options;
  return sealArtifact(
    {
      kind: 'fraud',
      version,
      trainedAtMs,
      dataFromMs,
      dataUntilMs,
      seed,
      backend,
      hyperParameters: { autoencoder: config, rows: rows.length },
      evaluations,
    },
    files,
  );
}

interface Fitted {
  readonly detector: Detector;
  readonly quantiles: Float64Array;
}

/** Of orders drawn by chance: a forest, histograms and an autoencoder see different things, and what one knows counts. */
async function fit(
  { tf, progress, signal }: TrainFraudModelOptions,
  part: {
    readonly config: AutoencoderConfig;
    readonly random: Random;
    readonly columns: readonly string[];
    readonly rows: readonly Float64Array[];
    /** Where in the run's progress this half starts. */
    readonly from: number;
  },
): Promise<Fitted> {
  const { config, random, columns, rows, from } = part;
  const drawn = [...random.sample(rows.length, ROWS_MOST)].flatMap((i) => rows[i] ?? []);
  const validationSize = Math.ceil(VALIDATION_SHARE * drawn.length);
  const table = matrixOfRows(columns, drawn.slice(validationSize));
  const detector = fitEnsemble('detectors', table, [
    fitIsolationForest(table, ISOLATION_FOREST, random),
    fitHistograms('quantile-histogram', table, QUANTILE_HISTOGRAM),
    await fitAutoencoder(table, {
      tf,
      config,
      random,
      progress: (stage, done) => progress?.(stage, from + done / 2),
      signal,
    }),
  ]);
  return { detector, quantiles: errorQuantiles(detector, drawn.slice(0, validationSize)) };
}

/** On the orders before one; undefined where too few frauds are known of them. */
function classify(
  { tf, rows, labels = [], columns = ORDER_FEATURE_NAMES, signal, classifierMembers }: TrainFraudModelOptions,
  random: Random,
  until: number,
): Promise<FraudClassifier | undefined> {
  return trainFraudClassifier({
    tf,
    rows: rows.slice(0, until),
    labels: labels.slice(0, until),
    columns,
    random,
    signal,
    ...(classifierMembers === undefined ? {} : { members: classifierMembers }),
  });
}

/** By the detector that has not seen these orders: one that has seen them finds them more ordinary than new ones. */
function baselineOf(
  { detector, quantiles }: Fitted,
  rows: readonly Float64Array[],
): DriftBaseline | undefined {
  const strangeness = (row: Float64Array) => shareBelow(quantiles, detector.score(row).score);
  return driftBaseline(rows, rows.map(strangeness));
}

function errorQuantiles(detector: Detector, rows: readonly Float64Array[]): Float64Array {
  const errors = Float64Array.from(rows, (row) => detector.score(row).score).sort();
  const count = Math.min(errors.length, QUANTILES_MOST);
  return Float64Array.from(
    { length: count },
    (_, i) => errors[count === 1 ? 0 : Math.round((i * (errors.length - 1)) / (count - 1))] ?? 0,
  );
}

function ordinary(
  rows: readonly Float64Array[],
  labels: readonly (boolean | undefined)[],
): readonly Float64Array[] {
  return rows.filter((_, i) => labels[i] !== true);
}
