import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { layerNorm } from './layer-norm.ts';

export type NamedTensors = Readonly<Record<string, Tensor>>;

export interface NetworkSize {
  /** Sequences B and positions L of a batch; d and its heads. */
  readonly batch: number;
  readonly length: number;
  readonly dimension: number;
  readonly heads: number;
  readonly blocks: number;
}

/** What the network reads of a batch: B rows of L positions, [B, L] each. */
export interface NetworkInputs {
  readonly items: Tensor2D;
  readonly places: Tensor2D;
  /** Number of the sequence at each position: a row can hold several, and none sees another. */
  readonly segments: Tensor2D;
  /** [sites, BL, d]: 0 or 1 / kept share; undefined without dropout. */
  readonly dropout: Tensor | undefined;
}

const FAR_BELOW = -1e9;

/** Where dropout acts: on the sum of item and place, and on both parts of every block. */
export const dropoutSites = (blocks: number): number => 1 + 2 * blocks;

/**
 * SASRec (Kang and McAuley 2018) with pre-norm blocks: causal self-attention over items and places; one state for every
 * position, [BL, d]. `weights` are named as selfAttentionShapes has them; throws TypeError where one is missing. Call it
 * inside tidy.
 */
export function selfAttentionStates(
  tf: TensorFlow,
  weights: NamedTensors,
  inputs: NetworkInputs,
  size: NetworkSize,
): Tensor2D {
  const { batch, length, dimension, blocks } = size;
  const positions = batch * length;
  const of = <T extends Tensor>(name: string): T => {
    const weight = weights[name];
    if (weight === undefined) throw new TypeError(`no weight "${name}"`);
    return weight as T;
  };
  let site = 0;
  const dropped = (x: Tensor2D): Tensor2D => {
    if (inputs.dropout === undefined) return x;
    const mask = tf.slice(inputs.dropout, [site++, 0, 0], [1, positions, dimension]);
    return tf.mul(x, tf.reshape(mask, [positions, dimension]));
  };
  const dense = (x: Tensor2D, name: string): Tensor2D =>
    tf.add(tf.matMul(x, of<Tensor2D>(name)), of(`${name}Bias`));
  const items = tf.gather(of<Tensor2D>('items'), tf.reshape(inputs.items, [positions]) as Tensor1D);
  const places = tf.gather(of<Tensor2D>('places'), tf.reshape(inputs.places, [positions]) as Tensor1D);
  const hidden = hiddenFrom(tf, inputs.segments, size);
  let x = dropped(tf.add(tf.mul(items, Math.sqrt(dimension)), places));
  for (let block = 0; block < blocks; block++) {
    const name = (part: string) => `block${block}.${part}`;
    const y = layerNorm(tf, x, of(name('attentionGain')), of(name('attentionBias')));
    const pooled = attend(tf, dense(y, name('project')), hidden, size);
    x = tf.add(x, dropped(dense(pooled, name('mix'))));
    const z = layerNorm(tf, x, of(name('feedGain')), of(name('feedBias')));
    x = tf.add(x, dropped(dense(tf.relu(dense(z, name('inner'))), name('outer'))));
  }
  return layerNorm(tf, x, of('gain'), of('bias'));
}

/** Scaled dot-product attention: queries, keys and values side by side [BL, 3d] -> [BL, d]. */
function attend(
  tf: TensorFlow,
  projected: Tensor2D,
  hidden: Tensor4D,
  { batch, length, dimension, heads }: NetworkSize,
): Tensor2D {
  const width = dimension / heads;
  const [queries, keys, values] = tf.split(projected, 3, 1).map((part) => {
    const byHead = tf.reshape(part, [batch, length, heads, width]);
    return heads === 1 ? tf.reshape(byHead, [batch, 1, length, width]) : tf.transpose(byHead, [0, 2, 1, 3]);
  }) as [Tensor4D, Tensor4D, Tensor4D];
  const logits = tf.matMul(tf.mul(queries, 1 / Math.sqrt(width)), keys, false, true); // [B, h, L, L]
  const pooled = tf.matMul(tf.softmax(tf.add(logits, hidden) as Tensor4D), values); // [B, h, L, width]
  const ordered = heads === 1 ? pooled : tf.transpose(pooled, [0, 2, 1, 3]);
  return tf.reshape(ordered, [batch * length, dimension]);
}

/** [B, 1, L, L]: far below 0 where the second position is later than the first or of another sequence. */
function hiddenFrom(tf: TensorFlow, segments: Tensor2D, { batch, length }: NetworkSize): Tensor4D {
  const later = Float32Array.from({ length: length * length }, (_, at) =>
    at % length > Math.floor(at / length) ? 1 : 0,
  );
  const isOther = tf.notEqual(
    tf.reshape(segments, [batch, 1, length, 1]),
    tf.reshape(segments, [batch, 1, 1, length]),
  );
  const isHidden = tf.maximum(tf.cast(isOther, 'float32'), tf.tensor4d(later, [1, 1, length, length]));
  return tf.mul(isHidden, FAR_BELOW);
}
