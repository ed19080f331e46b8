import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import type { AdamConfig } from './adam.ts';

const EPSILON = 1e-8;

/** Mean and square of the gradients of all weights, end to end. */
export interface AdamMoments {
  readonly mean: Tensor1D;
  readonly square: Tensor1D;
}

/** The learning rate of a step (counted from 1) with both bias corrections of Kingma and Ba (2015) in it. */
export function correctedRate(
  learningRate: number,
  step: number,
  config: Pick<AdamConfig, 'beta1' | 'beta2'>,
): number {
  return (learningRate * Math.sqrt(1 - config.beta2 ** step)) / (1 - config.beta1 ** step);
}

/**
 * One step of Adam over all weights at once, as one vector: a dozen operations in all instead of a dozen for each weight.
 * Changes nothing, gives what comes after. Call it inside tidy.
 */
export function flatAdamStep(
  tf: TensorFlow,
  {
    weights,
    gradients,
    moments,
    rate,
  }: {
    readonly weights: readonly Tensor[];
    readonly gradients: readonly Tensor[];
    readonly moments: AdamMoments;
    /** As correctedRate gives it. */
    readonly rate: Scalar;
  },
  { beta1, beta2 }: Pick<AdamConfig, 'beta1' | 'beta2'>,
): { readonly weights: Tensor[]; readonly moments: AdamMoments } {
  const flat = (tensors: readonly Tensor[]): Tensor1D =>
    tf.concat(tensors.map((each) => tf.reshape(each, [-1]) as Tensor1D));
  const gradient = flat(gradients);
  const mean = tf.add(tf.mul(moments.mean, beta1), tf.mul(gradient, 1 - beta1)) as Tensor1D;
  const square = tf.add(tf.mul(moments.square, beta2), tf.mul(tf.square(gradient), 1 - beta2)) as Tensor1D;
  const change = tf.div(tf.mul(mean, rate), tf.add(tf.sqrt(square), EPSILON));
  const changed = tf.split(
    tf.sub(flat(weights), change) as Tensor1D,
    weights.map(({ size }) => size),
  );
  return {
    weights: weights.map((weight, i) => tf.reshape(changed[i] ?? weight, weight.shape)),
    moments: { mean, square },
  };
}
