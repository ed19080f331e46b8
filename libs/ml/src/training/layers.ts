import type { Rank, Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { Random } from '../random.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';

/** x · weights + bias: [in, out] and [out]. */
export interface Layer {
  readonly weights: Tensor2D;
  readonly bias: Tensor1D;
}

/** A layer that is being trained. */
export interface LayerVariables {
  readonly weights: Variable<Rank.R2>;
  readonly bias: Variable<Rank.R1>;
}

/** Weights and bias of a layer as plain numbers; the matrix is row-major [in, out]. */
export interface LayerArrays {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Weights drawn as by Glorot and Bengio 2010, no bias. */
export function createLayer(tf: TensorFlow, from: number, to: number, random: Random): LayerVariables {
  const deviation = Math.sqrt(2 / (from + to));
  const start = Float32Array.from({ length: from * to }, () => deviation * random.normal());
  return {
    weights: tf.tidy(() => tf.variable(tf.tensor2d(start, [from, to]))),
    bias: tf.tidy(() => tf.variable(tf.zeros<Rank.R1>([to]))),
  };
}

/** [rows, in] -> [rows, out]. */
export function applyLayer(tf: TensorFlow, input: Tensor2D, { weights, bias }: Layer): Tensor2D {
  return tf.add(tf.matMul(input, weights), bias);
}

export const variablesOf = (layers: readonly LayerVariables[]): Variable[] =>
  layers.flatMap(({ weights, bias }) => [weights as Variable, bias as Variable]);

/** A copy of a layer from the backend, which stays there. */
export function layerArrays({ weights, bias }: Layer): LayerArrays {
  const numbers = (tensor: Tensor): Float32Array => Float32Array.from(tensor.dataSync<'float32'>());
  return { weights: numbers(weights), bias: numbers(bias) };
}

/** A trained layer as tensors; the caller frees them. */
export function layerTensors(tf: TensorFlow, { weights, bias }: LayerArrays): Layer {
  return {
    weights: tf.tensor2d(weights, [weights.length / bias.length, bias.length]),
    bias: tf.tensor1d(bias),
  };
}
