import type { Rank, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { Autoencoder } from '../models/autoencoder.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { Adam } from './adam.ts';

export interface AutoencoderConfig {
  /** Units of the layers between input and output; the smallest is the squeeze. */
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Share of the inputs set to 0 in training (denoising, Vincent et al. 2008): keeps it from copying. */
  readonly inputDropout: number;
}

export interface AutoencoderTraining {
  readonly tf: TensorFlow;
  /** Scaled rows. */
  readonly rows: readonly Float64Array[];
  /** Rows that training never sees: their error decides when to stop. */
  readonly validation: readonly Float64Array[];
  readonly config: AutoencoderConfig;
  readonly random: Random;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

interface Layer {
  readonly weights: Variable<Rank.R2>;
  readonly bias: Variable<Rank.R1>;
}

const ADAM = { beta1: 0.9, beta2: 0.999, weightDecay: 1e-4 };
/** Epochs without a better validation error before training stops. */
const PATIENCE = 4;

/** Learns to reproduce rows; keeps the weights of the epoch with the least validation error. Leaves no tensors. */
export async function trainAutoencoder(training: AutoencoderTraining): Promise<Autoencoder> {
  const { tf, rows, config, random } = training;
  const width = rows[0]?.length ?? 0;
  const sizes = [width, ...config.hidden, width];
  const layers = sizes.slice(1).map((out, i) => createLayer(tf, sizes[i] ?? 0, out, random));
  const variables = layers.flatMap(({ weights, bias }) => [weights as Variable, bias as Variable]);
  const adam = new Adam(tf, variables, ADAM);
  try {
    return await descend(training, layers, adam);
  } finally {
    adam.dispose();
    tf.dispose(variables);
  }
}

async function descend(
  training: AutoencoderTraining,
  layers: readonly Layer[],
  adam: Adam,
): Promise<Autoencoder> {
  const { tf, rows, validation, config, random, progress, signal } = training;
  let best = snapshot(layers);
  let [bestError, epochsSince] = [Infinity, 0];
  for (let epoch = 1; epoch <= config.epochs && epochsSince < PATIENCE; epoch++) {
    const rate = config.learningRate * (1 - (epoch - 1) / config.epochs);
    const order = random.sample(rows.length, rows.length);
    for (let from = 0; from < order.length; from += config.batchSize) {
      signal?.throwIfAborted();
      const batch = [...order.subarray(from, from + config.batchSize)].flatMap((i) => rows[i] ?? []);
      adam.minimise(() => tf.tidy(() => batchLoss(tf, layers, batch, config, random)), rate);
    }
    const model = snapshot(layers);
    const error = mean(validation.map((row) => model.score(row).error));
    epochsSince++;
    if (error < bestError) [best, bestError, epochsSince] = [model, error, 0];
    progress?.(`autoencoder epoch ${epoch}/${config.epochs}`, epoch / config.epochs);
    await tf.nextFrame();
  }
  return best;
}

/** Mean squared error of reproducing whole rows from rows with some numbers left out. */
function batchLoss(
  tf: TensorFlow,
  layers: readonly Layer[],
  batch: readonly Float64Array[],
  { inputDropout }: AutoencoderConfig,
  random: Random,
) {
  const width = batch[0]?.length ?? 0;
  const values = new Float32Array(batch.length * width);
  for (const [i, row] of batch.entries()) values.set(row, i * width);
  const masked = values.map((value) => (random.next() < inputDropout ? 0 : value));
  const shape: [number, number] = [batch.length, width];
  let output: Tensor2D = tf.tensor2d(masked, shape);
  for (const [i, { weights, bias }] of layers.entries()) {
    output = tf.add(tf.matMul(output, weights), bias);
    if (i < layers.length - 1) output = tf.tanh(output);
  }
  return tf.mean(tf.square(tf.sub(output, tf.tensor2d(values, shape))));
}

/** Glorot and Bengio 2010. */
function createLayer(tf: TensorFlow, from: number, to: number, random: Random): Layer {
  const deviation = Math.sqrt(2 / (from + to));
  const start = Float32Array.from({ length: from * to }, () => deviation * random.normal());
  return {
    weights: tf.tidy(() => tf.variable(tf.tensor2d(start, [from, to]))),
    bias: tf.tidy(() => tf.variable(tf.zeros<Rank.R1>([to]))),
  };
}

function snapshot(layers: readonly Layer[]): Autoencoder {
  return new Autoencoder(
    layers.map(({ weights, bias }) => ({
      weights: Float32Array.from(weights.dataSync<'float32'>()),
      bias: Float32Array.from(bias.dataSync<'float32'>()),
    })),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
