import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Progress } from '../progress.ts';
import type { Random } from '../random.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { descend, type DescentConfig } from '../training/descend.ts';
import { normalise } from '../training/eigenvectors.ts';
import {
  applyLayer,
  createLayer,
  layerArrays,
  variablesOf,
  type LayerVariables,
} from '../training/layers.ts';
import { unitRows } from '../training/unit-rows.ts';
import { augmentImages, type ImageAugmentation } from './augment-images.ts';
import { PATCH } from './convolution.ts';
import { ConvolutionalEncoder, type EncoderWeights } from './convolutional-encoder.ts';
import { encode, flatSize, imageTensor } from './encode.ts';
import { imageSize, pickImages, type Images } from './images.ts';

export interface ConvolutionalEncoderConfig extends DescentConfig {
  /** Channels of the convolutions of each block; a block halves height and width. */
  readonly blocks: readonly (readonly number[])[];
  readonly dimension: number;
  /** Units between the vector and the image that is made of it again. */
  readonly decoderUnits: number;
  /** What the squared error of that image counts beside the cross-entropy of the classes. */
  readonly reconstructionWeight: number;
  /** Images are looked at anew in each epoch; the image to make again is the one before. */
  readonly augmentation: ImageAugmentation;
}

export interface ConvolutionalEncoderTraining {
  readonly tf: TensorFlow;
  readonly images: Images;
  /** A class for each image, 0 and up; -1 where it is not known. All -1: a mere autoencoder. */
  readonly classes: Int32Array;
  readonly config: ConvolutionalEncoderConfig;
  readonly random: Random;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Factor of the cosine before the softmax over the classes. */
const LOGIT_SCALE = 16;

interface Network {
  readonly blocks: readonly (readonly LayerVariables[])[];
  readonly embedding: LayerVariables;
  readonly decoder: readonly [LayerVariables, LayerVariables];
  /** The columns of its weights stand for the classes. */
  readonly classes: LayerVariables | undefined;
}

/**
 * A convolutional autoencoder (Masci et al. 2011) that makes the image again from an augmented one, and tells classes apart by
 * the cosine with a vector each where some are known. Deterministic by seed on one backend; leaves no tensors.
 */
export async function trainConvolutionalEncoder(
  training: ConvolutionalEncoderTraining,
): Promise<ConvolutionalEncoder> {
  const { tf, images, config, random, progress, signal } = training;
  const network = createNetwork(training);
  return descend({
    tf,
    name: 'image encoder',
    config,
    variables: variablesOf([
      ...network.blocks.flat(),
      network.embedding,
      ...network.decoder,
      ...(network.classes === undefined ? [] : [network.classes]),
    ]),
    rows: images.count,
    loss: (batch) => batchLoss(training, network, batch),
    snapshot: () => new ConvolutionalEncoder(weightsOf(network)),
    random,
    progress,
    signal,
  });
}

function createNetwork({ tf, images, classes, config, random }: ConvolutionalEncoderTraining): Network {
  const { blocks, dimension, decoderUnits } = config;
  let channels = images.channels;
  const layerOf = (out: number): LayerVariables => {
    const layer = createLayer(tf, PATCH * channels, out, random);
    channels = out;
    return layer;
  };
  const classCount = classes.reduce((most, label) => Math.max(most, label), -1) + 1;
  return {
    blocks: blocks.map((block) => block.map(layerOf)),
    embedding: createLayer(tf, flatSize(images, blocks), dimension, random),
    decoder: [
      createLayer(tf, dimension, decoderUnits, random),
      createLayer(tf, decoderUnits, imageSize(images), random),
    ],
    classes: classCount < 2 ? undefined : createLayer(tf, dimension, classCount, random),
  };
}

function batchLoss(
  { tf, images, classes, config, random }: ConvolutionalEncoderTraining,
  network: Network,
  batch: Int32Array,
): Tensor {
  const chosen = pickImages(images, batch);
  const seen = augmentImages(chosen, config.augmentation, random);
  const vectors = encode(tf, network, imageTensor(tf, seen));
  const again = decode(tf, network.decoder, vectors);
  const error = tf.mean(
    tf.squaredDifference(again, tf.tensor2d(chosen.pixels, [batch.length, imageSize(images)])),
  );
  const reconstruction = tf.mul(error, config.reconstructionWeight);
  if (network.classes === undefined) return reconstruction;
  return tf.add(
    reconstruction,
    classLoss(
      tf,
      network.classes,
      vectors,
      batch.map((i) => classes[i] ?? -1),
    ),
  );
}

/** [B, d] -> [B, pixels] */
function decode(tf: TensorFlow, [first, second]: Network['decoder'], vectors: Tensor2D): Tensor2D {
  return tf.sigmoid(applyLayer(tf, tf.relu(applyLayer(tf, vectors, first)), second));
}

/** Mean cross-entropy of the images whose class is known; 0 of none. */
function classLoss(
  tf: TensorFlow,
  { weights }: LayerVariables,
  vectors: Tensor2D,
  classes: Int32Array,
): Tensor {
  const known = classes.map((label) => (label < 0 ? 0 : 1));
  const logits = tf.mul(tf.matMul(vectors, unitRows(tf, tf.transpose(weights)), false, true), LOGIT_SCALE);
  const right = tf.oneHot(tf.tensor1d(classes, 'int32'), weights.shape[1]);
  const losses = tf.sub(tf.logSumExp(logits, 1), tf.sum(tf.mul(logits, right), 1));
  const count = Math.max(
    1,
    known.reduce((sum, each) => sum + each, 0),
  );
  return tf.div(tf.sum(tf.mul(losses, tf.tensor1d(Float32Array.from(known)))), count);
}

function weightsOf({ blocks, embedding, classes }: Network): EncoderWeights {
  return {
    blocks: blocks.map((block) => block.map(layerArrays)),
    embedding: layerArrays(embedding),
    classVectors: classes === undefined ? new Float32Array(0) : unitColumns(classes),
  };
}

/** The columns as rows of length 1. */
function unitColumns({ weights }: LayerVariables): Float32Array {
  const [rows, columns] = weights.shape;
  const values = weights.dataSync<'float32'>();
  const vectors = Float32Array.from(
    values,
    (_, at) => values[(at % rows) * columns + Math.floor(at / rows)] ?? 0,
  );
  for (let at = 0; at < vectors.length; at += rows) normalise(vectors.subarray(at, at + rows));
  return vectors;
}
