import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Progress } from '../../progress.ts';
import type { Random } from '../../random.ts';
import type { FeatureMatrix } from '../../tables/feature-matrix.ts';
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
import { holdOut } from './hold-out.ts';
import { logLoss } from './log-loss.ts';

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
  const network = await descend({
    tf,
    name: 'dense network',
    config,
    variables,
    optimiser: optimiserOf(tf, variables, config),
    rows: train.length,
    loss: (batch) => {
      const rows = batch.map((i) => train[i] ?? 0);
      return denseLoss(
        tf,
        {
          logits: forward(tf, layers, inputTensor(tf, matrix, rows, inputs), config.dropout, random),
          targets: targetTensor(tf, rows, labels, outputs),
          weights: tf.tensor1d(Float32Array.from(rows, (row) => weights[labels[row] ?? 0] ?? 1)),
        },
        config,
      );
    },
    snapshot: () => new DenseNetwork(layers.map(layerArrays)),
    ...(validation.length === 0
      ? {}
      : {
          validationError: (snapshot: DenseNetwork) =>
            logLoss(snapshot, inputs, matrix, validation, labels, weights),
        }),
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

/** [rows, width] */
function inputTensor(tf: TensorFlow, matrix: FeatureMatrix, rows: Int32Array, inputs: DenseInputs): Tensor2D {
  const values = new Float32Array(rows.length * inputs.width);
  for (const [i, row] of rows.entries()) {
    const into = values.subarray(i * inputs.width, (i + 1) * inputs.width);
    inputs.encode((column) => matrix.values[column]?.[row] ?? NaN, into);
  }
  return tf.tensor2d(values, [rows.length, inputs.width]);
}

/** [rows, 1] of the positive class, or [rows, classes]. */
function targetTensor(tf: TensorFlow, rows: Int32Array, labels: Int32Array, outputs: number): Tensor2D {
  const targets = new Float32Array(rows.length * outputs);
  for (const [i, row] of rows.entries()) {
    const label = labels[row] ?? 0;
    if (outputs === 1) targets[i] = label;
    else targets[i * outputs + label] = 1;
  }
  return tf.tensor2d(targets, [rows.length, outputs]);
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
    if (dropout > 0) {
      const mask = Float32Array.from({ length: values.size }, () =>
        random.next() < dropout ? 0 : 1 / (1 - dropout),
      );
      values = tf.mul(values, tf.tensor2d(mask, values.shape));
    }
  }
  return values;
}
