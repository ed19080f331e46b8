import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { applyLayer, type Layer } from '../training/layers.ts';
import { unitRows } from '../training/unit-rows.ts';
import { convolve } from './convolution.ts';
import type { Images } from './images.ts';

/** The layers that make an image a vector. */
export interface EncoderLayers {
  /** Blocks of 3 x 3 convolutions, [9 in, out] each, with ReLU; a block ends in a 2 x 2 max pooling. */
  readonly blocks: readonly (readonly Layer[])[];
  /** [what the last block gives, d] */
  readonly embedding: Layer;
}

/** [B, H, W, C] -> [B, d], rows of length 1. Call it inside tidy. */
export function encode(tf: TensorFlow, { blocks, embedding }: EncoderLayers, input: Tensor4D): Tensor2D {
  let values = input;
  for (const block of blocks) {
    for (const layer of block) values = tf.relu(convolve(tf, values, layer));
    values = tf.maxPool(values, 2, 2, 'same');
  }
  return unitRows(tf, applyLayer(tf, tf.reshape(values, [input.shape[0], -1]), embedding));
}

export const imageTensor = (tf: TensorFlow, { count, height, width, channels, pixels }: Images): Tensor4D =>
  tf.tensor4d(pixels, [count, height, width, channels]);

/** Numbers that the last block gives for an image. */
export function flatSize(
  { height, width }: Pick<Images, 'height' | 'width'>,
  blockChannels: readonly (readonly number[])[],
): number {
  const halved = (size: number): number => blockChannels.reduce((left) => Math.ceil(left / 2), size);
  return halved(height) * halved(width) * (blockChannels.at(-1)?.at(-1) ?? 0);
}
