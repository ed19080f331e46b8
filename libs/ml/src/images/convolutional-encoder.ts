import { dotRow } from '../retrieval/vectors.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { layerTensors, type LayerArrays } from '../training/layers.ts';
import { encode, imageTensor } from './encode.ts';
import { pickImages, type Images } from './images.ts';

/** Weights of a trained encoder; see EncoderLayers for the shapes. */
export interface EncoderWeights {
  readonly blocks: readonly (readonly LayerArrays[])[];
  readonly embedding: LayerArrays;
  /** [classes, d], rows of length 1; empty where it learnt no classes. */
  readonly classVectors: Float32Array;
}

/** Images looked at in one step: bounds the memory. */
const BATCH = 128;

/** Makes images of one size vectors of length 1; images of one kind get vectors near each other. */
export class ConvolutionalEncoder {
  readonly dimension: number;

  constructor(readonly weights: EncoderWeights) {
    this.dimension = weights.embedding.bias.length;
  }

  /** [count, d], rows of length 1. The images are of the size that it was trained on. Leaves no tensors. */
  embed(tf: TensorFlow, images: Images): Float32Array {
    const vectors = new Float32Array(images.count * this.dimension);
    for (let from = 0; from < images.count; from += BATCH) {
      const places = Int32Array.from({ length: Math.min(BATCH, images.count - from) }, (_, i) => from + i);
      vectors.set(this.embedBatch(tf, pickImages(images, places)), from * this.dimension);
    }
    return vectors;
  }

  /** The class whose vector is nearest, for each vector of `embed`; -1 where it learnt no classes. */
  classesOf(vectors: Float32Array): Int32Array {
    const { classVectors } = this.weights;
    return Int32Array.from({ length: vectors.length / this.dimension }, (_, row) => {
      const vector = vectors.subarray(row * this.dimension, (row + 1) * this.dimension);
      let [best, most] = [-1, -Infinity];
      for (let label = 0; label < classVectors.length / this.dimension; label++) {
        const cosine = dotRow(classVectors, label, vector);
        if (cosine > most) [best, most] = [label, cosine];
      }
      return best;
    });
  }

  private embedBatch(tf: TensorFlow, images: Images): Float32Array {
    const { blocks, embedding } = this.weights;
    return tf.tidy(() => {
      const layers = {
        blocks: blocks.map((block) => block.map((layer) => layerTensors(tf, layer))),
        embedding: layerTensors(tf, embedding),
      };
      return encode(tf, layers, imageTensor(tf, images)).dataSync<'float32'>();
    });
  }
}
