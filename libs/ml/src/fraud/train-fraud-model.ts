import { packArrays } from '../artifact/arrays.ts';
import { sealArtifact, type TrainedModel } from '../artifact/artifact.ts';
import type { Detector } from '../detectors/detector.ts';
import type { TrainMember } from '../classifiers/ensemble/train-ensemble.ts';
import { ORDER_FEATURE_NAMES } from '../features/fraud/order-features.ts';
import { fitZScore, scaleRow } from '../preprocessing/scaler.ts';
import type { Progress } from '../progress.ts';
import { Random } from '../random.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { trainAutoencoder, type AutoencoderConfig } from '../training/train-autoencoder.ts';
import { evaluateClassifier, evaluateDetector, type ScaledDetector } from './evaluate-fraud.ts';
import type { FraudClassifier } from './fraud-classifier.ts';
import { RETOLD_FILE, retellFraudClassifier } from './retell-fraud-classifier.ts';
import { trainFraudClassifier } from './train-fraud-classifier.ts';
import { SCALED_MOST } from './fraud-model.ts';
import { COLUMNS_FILE, DETECTOR_FILE, SCALE_FILE } from './fraud-files.ts';
import { packUsualValues, USUAL_FILE, usualValues } from './usual-values.ts';

export interface TrainFraudModelOptions {
  readonly tf: TensorFlow;
  readonly backend: string;
  /** Features of past orders, oldest first. */
  readonly rows: readonly Float64Array[];
  /** Known outcomes, parallel to rows, true is fraud; used to leave fraud out of training and to evaluate. */
  readonly labels?: readonly (boolean | undefined)[];
  readonly columns?: readonly string[];
  readonly seed: number;
  readonly version: string;
  readonly trainedAtMs: number;
  readonly dataFromMs: number;
  readonly dataUntilMs: number;
  readonly progress?: Progress;
  readonly budget?: Partial<AutoencoderConfig>;
  /** Of the classifier, instead of boosted trees and a dense network. */
  readonly classifierMembers?: readonly TrainMember[];
  readonly signal?: AbortSignal;
}

/** With fewer orders "ordinary" is not yet known: rules alone decide. */
export const FRAUD_ROWS_MIN = 200;

const BUDGET: AutoencoderConfig = {
  hidden: [32, 12, 32],
  epochs: 30,
  batchSize: 128,
  learningRate: 3e-3,
  inputDropout: 0.1,
};
/** Held back from training: sets the score's scale and decides when to stop. */
const VALIDATION_SHARE = 0.2;
/** The newest part, on which labels are compared with scores. */
const TEST_SHARE = 0.2;
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
  const config = { ...BUDGET, ...options.budget };
  const testFrom = Math.floor((1 - TEST_SHARE) * rows.length);
  const compared = await fit(options, {
    config,
    random,
    rows: ordinary(rows.slice(0, testFrom), labels),
    from: 0,
  });
  const classified = await classify(options, random, testFrom);
  const newest = { rows: rows.slice(testFrom), labels: labels.slice(testFrom) };
  const retold = retellFraudClassifier(classified, newest, random);
  const evaluations = [
    ...evaluateDetector(compared, newest),
    ...evaluateClassifier(classified, newest),
    ...(retold?.evaluations ?? []),
  ];
  const served = await fit(options, { config, random, rows: ordinary(rows, labels), from: 0.5 });
  const classifier = await classify(options, random, rows.length);
  const { detector, scaler, quantiles } = served;
  const files = new Map([
    [COLUMNS_FILE, new TextEncoder().encode(JSON.stringify(columns))],
    [SCALE_FILE, packArrays({ offsets: scaler.offsets, factors: scaler.factors, quantiles })],
    [DETECTOR_FILE, packArrays(detector.state())],
    [USUAL_FILE, packUsualValues(usualValues(ordinary(rows, labels)))],
    ...(classifier?.files() ?? []),
    ...(retold === undefined ? [] : [[RETOLD_FILE, retold.file] as const]),
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

interface Fitted extends ScaledDetector {
  readonly detector: Awaited<ReturnType<typeof trainAutoencoder>>;
  readonly quantiles: Float64Array;
}

async function fit(
  { tf, progress, signal }: TrainFraudModelOptions,
  part: {
    readonly config: AutoencoderConfig;
    readonly random: Random;
    readonly rows: readonly Float64Array[];
    /** Where in the run's progress this half starts. */
    readonly from: number;
  },
): Promise<Fitted> {
  const { config, random, rows, from } = part;
  const scaler = fitZScore(rows);
  const order = random.sample(rows.length, rows.length);
  const scaled = [...order].flatMap((i) => {
    const row = rows[i];
    return row === undefined ? [] : [scaleRow(scaler, row, SCALED_MOST)];
  });
  const validationSize = Math.ceil(VALIDATION_SHARE * scaled.length);
  const validation = scaled.slice(0, validationSize);
  const detector = await trainAutoencoder({
    tf,
    rows: scaled.slice(validationSize),
    validation,
    config,
    random,
    progress: (stage, done) => progress?.(stage, from + done / 2),
    ...(signal === undefined ? {} : { signal }),
  });
  return { scaler, detector, quantiles: errorQuantiles(detector, validation) };
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
