import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { applyLayer, type Layer } from '../training/layers.ts';

const KERNEL = 3;
/** Numbers of the input that one output of a convolution sees, per channel. */
export const PATCH = KERNEL * KERNEL;

/**
 * Convolution by 3 x 3 kernels with a border of zeros, as one matrix product over patches: [B, H, W, C] -> [B, H, W, out],
 * weights [9 C, out]. Not `conv2d`: its gradient is missing from the WebAssembly backend.
 */
export function convolve(tf: TensorFlow, input: Tensor4D, layer: Layer): Tensor4D {
  const [batch, height, width, channels] = input.shape;
  const padded = tf.pad(input, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  const shifted = Array.from({ length: PATCH }, (_, i) =>
    tf.slice(padded, [0, Math.floor(i / KERNEL), i % KERNEL, 0], [batch, height, width, channels]),
  );
  const patches = tf.reshape(tf.concat(shifted, 3), [batch * height * width, PATCH * channels]) as Tensor2D;
  return tf.reshape(applyLayer(tf, patches, layer), [batch, height, width, -1]);
}
