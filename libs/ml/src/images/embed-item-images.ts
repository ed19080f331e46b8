import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import type { Images } from './images.ts';
import { trainConvolutionalEncoder, type ConvolutionalEncoderConfig } from './train-convolutional-encoder.ts';

export interface ItemImageTraining {
  readonly tf: TensorFlow;
  readonly images: Images;
  /** Of each item; undefined where it has none. */
  readonly categories: readonly (string | undefined)[];
  readonly random: Random;
  readonly progress?: Progress | undefined;
}

/** With fewer there is nothing to learn. */
const ITEM_IMAGES_MIN = 20;

const CONFIG: Omit<ConvolutionalEncoderConfig, 'epochs'> = {
  batchSize: 32,
  learningRate: 2e-3,
  blocks: [[12], [24], [32]],
  dimension: 32,
  decoderUnits: 64,
  reconstructionWeight: 5,
  augmentation: { shift: 2, rotation: 0.1, zoom: 0.1 },
};
/** Images that are looked at in training, some of them more than once: bounds its time. */
const LOOKS_MOST = 20_000;
const EPOCHS_MOST = 20;

/**
 * Vectors of pictures of items, [images, 32], rows of length 1: of an encoder that learns to make the pictures again and to tell the
 * categories of the items apart. Undefined for fewer than ITEM_IMAGES_MIN. Deterministic by seed.
 */
export async function embedItemImages(training: ItemImageTraining): Promise<Float32Array | undefined> {
  const { tf, images, categories, random, progress } = training;
  if (images.count < ITEM_IMAGES_MIN) return undefined;
  const names = [...new Set(categories)].filter((name) => name !== undefined);
  const classes = Int32Array.from(categories, (name) => (name === undefined ? -1 : names.indexOf(name)));
  const epochs = Math.max(1, Math.min(EPOCHS_MOST, Math.round(LOOKS_MOST / images.count)));
  const config = { ...CONFIG, epochs };
  const encoder = await trainConvolutionalEncoder({ tf, images, classes, config, random, progress });
  return encoder.embed(tf, images);
}
