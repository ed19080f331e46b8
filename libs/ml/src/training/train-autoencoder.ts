import type { Tensor2D } from '@tensorflow/tfjs-core';
import { Autoencoder } from '../detectors/autoencoder.ts';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { descend, type DescentConfig } from './descend.ts';
import { applyLayer, createLayer, layerArrays, variablesOf, type LayerVariables } from './layers.ts';

export interface AutoencoderConfig extends DescentConfig {
  /** Units of the layers between input and output; the smallest is the squeeze. */
  readonly hidden: readonly number[];
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

/** Learns to reproduce rows; keeps the weights of the epoch with the least validation error. Leaves no tensors. */
export async function trainAutoencoder(training: AutoencoderTraining): Promise<Autoencoder> {
  const { tf, rows, validation, config, random, progress, signal } = training;
  const width = rows[0]?.length ?? 0;
  const sizes = [width, ...config.hidden, width];
  const layers = sizes.slice(1).map((out, i) => createLayer(tf, sizes[i] ?? 0, out, random));
  return descend({
    tf,
    name: 'autoencoder',
    config,
    variables: variablesOf(layers),
    rows: rows.length,
    loss: (batch) =>
      batchLoss(
        tf,
        layers,
        [...batch].flatMap((i) => rows[i] ?? []),
        config,
        random,
      ),
    snapshot: () => new Autoencoder(layers.map(layerArrays)),
    validationError: (model) => mean(validation.map((row) => model.score(row).score)),
    random,
    progress,
    signal,
  });
}

/** Mean squared error of reproducing whole rows from rows with some numbers left out. */
function batchLoss(
  tf: TensorFlow,
  layers: readonly LayerVariables[],
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
  for (const [i, layer] of layers.entries()) {
    output = applyLayer(tf, output, layer);
    if (i < layers.length - 1) output = tf.tanh(output);
  }
  return tf.mean(tf.square(tf.sub(output, tf.tensor2d(values, shape))));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
