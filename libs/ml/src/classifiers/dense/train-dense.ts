import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Progress } from '../../progress.ts';
import type { Random } from '../../random.ts';
import type { TensorFlow } from '../../tensorflow/tensorflow.ts';
import { Adam } from '../../training/adam.ts';
import { descend } from '../../training/descend.ts';
import {
  applyLayer,
  createLayer,
  layerArrays,
  variablesOf,
  type LayerVariables,
} from '../../training/layers.ts';
import { Momentum } from '../../training/momentum.ts';
import type { Optimiser } from '../../training/optimiser.ts';
import { countClasses, type LabelledMatrix } from '../labelled-matrix.ts';
import { classWeightsOf } from './class-weights.ts';
import { DenseClassifier } from './dense-classifier.ts';
import { denseConfig, type DenseConfig } from './dense-config.ts';
import { DenseInputs } from './dense-inputs.ts';
import { denseLoss } from './dense-loss.ts';
import type { DenseModel } from './dense-model.ts';
import { DenseNetwork } from './dense-network.ts';
import { DenseSoftmax } from './dense-softmax.ts';
import { EncodedRows } from './encoded-rows.ts';
import { holdOut } from './hold-out.ts';
import { logLoss } from './log-loss.ts';

/** Enough to choose an epoch by; more only cost time. */
const VALIDATION_ROWS_MOST = 20_000;

export interface DenseTraining {
  readonly tf: TensorFlow;
  readonly data: LabelledMatrix;
  /** Instead of what denseConfig says. */
  readonly config?: Partial<DenseConfig>;
  readonly random: Random;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A network of two classes; class 1 is the positive one. Leaves no tensors. Throws RangeError on a table without rows or with
 * one class, when training diverges, and the signal's reason when aborted.
 */
export async function trainDense(training: DenseTraining): Promise<DenseClassifier> {
  return new DenseClassifier(await trainModel(training, 1));
}

/** A network with a softmax over `classCount` classes. */
export async function trainDenseSoftmax(training: DenseTraining, classCount: number): Promise<DenseSoftmax> {
  return new DenseSoftmax(await trainModel(training, classCount));
}

async function trainModel(training: DenseTraining, outputs: number): Promise<DenseModel> {
  const { tf, data, random, progress, signal } = training;
  const { matrix, labels } = data;
  const classCount = Math.max(2, outputs);
  countClasses(data, classCount);
  const config = denseConfig(matrix.rowCount, training.config);
  const { train, validation } = holdOut(labels, config.validationShare, random);
  const inputs = DenseInputs.fit(matrix, train);
  const sizes = [inputs.width, ...config.hidden, outputs];
  const layers = sizes.slice(1).map((out, i) => createLayer(tf, sizes[i] ?? 0, out, random));
  const weights = classWeightsOf(labels, train, classCount, config.classWeights);
  const variables = variablesOf(layers);
  const trainRows = new EncodedRows(inputs, matrix, train);
  const network = await descend({
    tf,
    name: 'dense network',
    config,
    variables,
    optimiser: optimiserOf(tf, variables, config),
    rows: train.length,
    loss: (batch) => {
      const ofBatch = batch.map((place) => labels[train[place] ?? 0] ?? 0);
      const input = tf.tensor2d(trainRows.at(batch), [batch.length, inputs.width]);
      return denseLoss(
        tf,
        {
          logits: forward(tf, layers, input, config.dropout, random),
          targets: targetTensor(tf, ofBatch, outputs),
          weights: tf.tensor1d(Float32Array.from(ofBatch, (label) => weights[label] ?? 1)),
        },
        config,
      );
    },
    snapshot: () => new DenseNetwork(layers.map(layerArrays)),
    ...(validation.length === 0 ? {} : { validationError: errorOn(validation, inputs, data, weights) }),
    random,
    progress,
    signal,
  });
  return { columns: matrix.columns, inputs, network };
}

function optimiserOf(
  tf: TensorFlow,
  variables: ReturnType<typeof variablesOf>,
  { optimiser, weightDecay }: DenseConfig,
): Optimiser {
  if (optimiser === 'adam') return new Adam(tf, variables, { beta1: 0.9, beta2: 0.999, weightDecay });
  return new Momentum(tf, variables, { momentum: optimiser === 'momentum' ? 0.9 : 0, weightDecay });
}

/** The error of a network on the first of these rows, which are encoded once. */
function errorOn(
  validation: Int32Array,
  inputs: DenseInputs,
  { matrix, labels }: LabelledMatrix,
  classWeights: Float64Array,
): (network: DenseNetwork) => number {
  const taken = validation.subarray(0, VALIDATION_ROWS_MOST);
  const rows = {
    inputs: new EncodedRows(inputs, matrix, taken).at(taken.map((_, place) => place)),
    labels: taken.map((row) => labels[row] ?? 0),
    classWeights,
  };
  return (network) => logLoss(network, rows);
}

/** [rows, 1] of the positive class, or [rows, classes]. */
function targetTensor(tf: TensorFlow, labels: Int32Array, outputs: number): Tensor2D {
  const targets = new Float32Array(labels.length * outputs);
  for (const [i, label] of labels.entries()) {
    if (outputs === 1) targets[i] = label;
    else targets[i * outputs + label] = 1;
  }
  return tf.tensor2d(targets, [labels.length, outputs]);
}

/** [rows, width] -> [rows, outputs], with hidden units left out by chance. */
function forward(
  tf: TensorFlow,
  layers: readonly LayerVariables[],
  input: Tensor2D,
  dropout: number,
  random: Random,
): Tensor2D {
  let values = input;
  for (const [i, layer] of layers.entries()) {
    values = applyLayer(tf, values, layer);
    if (i === layers.length - 1) break;
    values = tf.relu(values);
    if (dropout > 0)
      values = tf.mul(values, tf.tensor2d(dropoutMask(values.size, dropout, random), values.shape));
  }
  return values;
}

/** [size] 0 for what is left out, and so much for the others that the sum is expected to stay. */
function dropoutMask(size: number, dropout: number, random: Random): Float32Array {
  const kept = 1 / (1 - dropout);
  const mask = new Float32Array(size);
  for (let i = 0; i < size; i++) mask[i] = random.next() < dropout ? 0 : kept;
  return mask;
}
