import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';

/** [rows, d], each at length 1; a row of zeros stays one. Call it inside tidy. */
export function unitRows(tf: TensorFlow, rows: Tensor2D): Tensor2D {
  return tf.mul(rows, tf.rsqrt(tf.add(tf.sum(tf.square(rows), 1, true), 1e-12)));
}
