import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { Adam } from './adam.ts';
import type { Optimiser } from './optimiser.ts';

export interface DescentConfig {
  readonly epochs: number;
  readonly batchSize: number;
  /** Of the first epoch; it falls in a straight line towards 0. */
  readonly learningRate: number;
  /** Epochs without a better validation error before training stops; 4 unless told. */
  readonly patience?: number;
}

/** A network that learns from rows, in epochs of shuffled batches. */
export interface Descent<Model> {
  readonly tf: TensorFlow;
  /** What is told of its progress begins with this. */
  readonly name: string;
  readonly config: DescentConfig;
  readonly variables: readonly Variable[];
  /** AdamW unless told. Disposed of with the variables. */
  readonly optimiser?: Optimiser;
  readonly rows: number;
  /** Loss of the rows of these numbers; called inside tidy. */
  readonly loss: (batch: Int32Array) => Tensor;
  /** The weights as they are now. */
  readonly snapshot: () => Model;
  /** Error on rows that training never sees: the epoch with the least is kept. Absent: the last one is. */
  readonly validationError?: (model: Model) => number;
  readonly random: Random;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

const ADAM = { beta1: 0.9, beta2: 0.999, weightDecay: 1e-4 };
const PATIENCE = 4;

/** Trains. Disposes of the variables; leaves no tensors. Throws when the loss is no number. */
export async function descend<Model>(descent: Descent<Model>): Promise<Model> {
  const { tf, variables } = descent;
  const optimiser = descent.optimiser ?? new Adam(tf, variables, ADAM);
  try {
    return await epochs(descent, optimiser);
  } finally {
    optimiser.dispose();
    tf.dispose([...variables]);
  }
}

async function epochs<Model>(descent: Descent<Model>, optimiser: Optimiser): Promise<Model> {
  const { tf, name, config, snapshot, validationError, progress } = descent;
  const patience = config.patience ?? PATIENCE;
  let [best, bestError, epochsSince] = [snapshot(), Infinity, 0];
  for (let epoch = 1; epoch <= config.epochs && epochsSince < patience; epoch++) {
    runEpoch(descent, optimiser, config.learningRate * (1 - (epoch - 1) / config.epochs));
    if (validationError !== undefined) {
      const model = snapshot();
      const error = validationError(model);
      epochsSince++;
      if (error < bestError) [best, bestError, epochsSince] = [model, error, 0];
    }
    progress?.(`${name} epoch ${epoch}/${config.epochs}`, epoch / config.epochs);
    await tf.nextFrame();
  }
  return validationError === undefined ? snapshot() : best;
}

function runEpoch<Model>(descent: Descent<Model>, optimiser: Optimiser, rate: number): void {
  const { tf, name, config, rows, loss, random, signal } = descent;
  const order = random.sample(rows, rows);
  for (let from = 0; from < rows; from += config.batchSize) {
    signal?.throwIfAborted();
    const batch = order.subarray(from, from + config.batchSize);
    const value = optimiser.minimise(() => tf.tidy(() => loss(batch)), rate);
    if (!Number.isFinite(value)) throw new Error(`training of the ${name} diverged: its loss is ${value}`);
  }
}
