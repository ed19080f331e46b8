import {
  bootstrapMean,
  kFold,
  neighbourPrecisions,
  openTensorFlow,
  pickImages,
  Random,
  trainConvolutionalEncoder,
  type ConvolutionalEncoderConfig,
} from '#ml';
import type { QualityRow } from '../run-quality.ts';
import type { Digits } from './read-digits.ts';

/** An encoder that learns the classes, and one that learns to make the images again and is told no class. */
export type DigitsModel = 'convolutional-encoder' | 'convolutional-autoencoder';

export interface DigitsRunOptions {
  readonly model: DigitsModel;
  readonly seed: number;
  readonly report: (line: string) => void;
  /** Of the five folds, those that are run. */
  readonly foldsMost: number;
  readonly epochs: number;
}

export const FOLDS = 5;
export const EPOCHS = 24;
const NEIGHBOURS = 10;
const RESAMPLING_SEED = 1;

const CONFIG: Omit<ConvolutionalEncoderConfig, 'epochs' | 'reconstructionWeight'> = {
  batchSize: 64,
  learningRate: 2e-3,
  blocks: [[32, 32], [64]],
  dimension: 64,
  decoderUnits: 128,
  augmentation: { shift: 0.7, rotation: 0.2, zoom: 0.1 },
};
/** Alone, the error of the image made again is a small number. */
const RECONSTRUCTION_WEIGHTS: Readonly<Record<DigitsModel, number>> = {
  'convolutional-encoder': 1,
  'convolutional-autoencoder': 10,
};

/**
 * Cross-validation: rows that the encoder of their fold never saw are asked for their class (accuracy), and whether the ten nearest
 * others of the fold are of the same class (precision@10).
 */
export async function runDigits(digits: Digits, options: DigitsRunOptions): Promise<QualityRow> {
  const { model, seed, report, foldsMost, epochs } = options;
  const { tf } = await openTensorFlow('auto');
  const random = new Random(seed);
  const config = { ...CONFIG, epochs, reconstructionWeight: RECONSTRUCTION_WEIGHTS[model] };
  const right: number[] = [];
  const precisions: number[] = [];
  let [trainMs, embedMs] = [0, 0];
  for (const { train, test } of kFold(digits.images.count, FOLDS, random).slice(0, foldsMost)) {
    const startMs = performance.now();
    const encoder = await trainConvolutionalEncoder({
      tf,
      images: pickImages(digits.images, train),
      classes: train.map((row) => (model === 'convolutional-encoder' ? (digits.classes[row] ?? -1) : -1)),
      config,
      random,
    });
    const trainedMs = performance.now();
    const vectors = encoder.embed(tf, pickImages(digits.images, test));
    trainMs += trainedMs - startMs;
    embedMs += performance.now() - trainedMs;
    const classes = test.map((row) => digits.classes[row] ?? -1);
    right.push(...encoder.classesOf(vectors).map((label, i) => (label === classes[i] ? 1 : 0)));
    precisions.push(...neighbourPrecisions(vectors, encoder.dimension, classes, NEIGHBOURS));
    report(`digits ${model} seed ${seed}: accuracy ${mean(right)}, precision@10 ${mean(precisions)}`);
  }
  const measured = {
    ...(model === 'convolutional-encoder' ? { accuracy: right } : {}),
    'precision@10': precisions,
  };
  const byMetric = <T>(of: (values: readonly number[]) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(measured).map(([name, values]) => [name, of(values)]));
  return {
    model,
    metrics: byMetric(mean),
    intervals: byMetric((values) => bootstrapMean(values, new Random(RESAMPLING_SEED))),
    trainSeconds: trainMs / 1_000,
    millisecondsPerQuery: embedMs / right.length,
    testQueries: right.length,
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
