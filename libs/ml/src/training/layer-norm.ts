import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { NORM_EPSILON } from '../models/self-attention-states.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';

/**
 * Layer normalisation (Ba et al. 2016) of rows [n, d] with gain and bias [d]. Its gradient is worked out by hand: left to
 * the tape it costs three times as many operations.
 */
export function layerNorm(tf: TensorFlow, rows: Tensor2D, gain: Tensor1D, bias: Tensor1D): Tensor2D {
  const normalised = tf.customGrad((...args: unknown[]) => {
    const [x, g, b, save] = args as [Tensor2D, Tensor1D, Tensor1D, (tensors: Tensor[]) => void];
    const centred = tf.sub(x, tf.mean(x, 1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), NORM_EPSILON)); // [n, 1]
    const unit = tf.mul(centred, inverse);
    save([unit, inverse, g]);
    return {
      value: tf.add(tf.mul(unit, g), b),
      gradFunc: (slope: Tensor, saved: Tensor[]) => {
        const [y, scale, factor] = saved as [Tensor2D, Tensor2D, Tensor1D];
        const down = tf.mul(slope, factor);
        const along = tf.mean(tf.mul(down, y), 1, true);
        const inner = tf.sub(tf.sub(down, tf.mean(down, 1, true)), tf.mul(y, along));
        return [tf.mul(inner, scale), tf.sum(tf.mul(slope, y), 0), tf.sum(slope, 0)];
      },
    };
  });
  return normalised(rows, gain, bias) as Tensor2D;
}
