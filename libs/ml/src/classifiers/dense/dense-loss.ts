import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../../tensorflow/tensorflow.ts';
import type { DenseConfig } from './dense-config.ts';

/** The rows of a step. */
export interface DenseBatch {
  /** [rows, 1] of the positive class, or [rows, classes] */
  readonly logits: Tensor2D;
  /** Shape of logits: 1 at the class of the row. */
  readonly targets: Tensor2D;
  /** [rows] */
  readonly weights: Tensor1D;
}

/** Weighted mean loss of a batch. */
export function denseLoss(tf: TensorFlow, { logits, targets, weights }: DenseBatch, config: DenseConfig) {
  const isBinary = logits.shape[1] === 1;
  const losses = config.loss === 'squared-error' ? squaredErrors : isBinary ? binary : softmax;
  const each = losses(tf, logits, targets, config);
  return tf.div(tf.sum(tf.mul(each, weights)), tf.sum(weights));
}

/** [rows] Squared distance of the probabilities to what is true (Brier). */
function squaredErrors(tf: TensorFlow, logits: Tensor2D, targets: Tensor2D): Tensor1D {
  const probabilities = logits.shape[1] === 1 ? tf.sigmoid(logits) : tf.softmax(logits);
  return tf.sum(tf.squaredDifference(probabilities, targets), 1);
}

/** [rows] Cross-entropy, of the log-odds of what is true; focal: times (1 - p)^gamma. */
function binary(tf: TensorFlow, logits: Tensor2D, targets: Tensor2D, config: DenseConfig): Tensor1D {
  const signed = tf.mul(logits, tf.sub(tf.mul(targets, 2), 1));
  const entropy = tf.softplus(tf.neg(signed));
  const losses =
    config.loss === 'focal' ? tf.mul(entropy, tf.pow(tf.sigmoid(tf.neg(signed)), config.focusing)) : entropy;
  return tf.sum(losses, 1);
}

function softmax(tf: TensorFlow, logits: Tensor2D, targets: Tensor2D, config: DenseConfig): Tensor1D {
  const entropy: Tensor1D = tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), targets), 1));
  if (config.loss !== 'focal') return entropy;
  const missed = tf.sub(1, tf.exp(tf.neg(entropy)));
  return tf.mul(entropy, tf.pow(tf.relu(missed), config.focusing));
}
