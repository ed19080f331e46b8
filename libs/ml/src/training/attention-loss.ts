import type { Tensor, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { ENERGY_SCALE, LOGIT_SCALE } from '../models/attention-weights.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import type { AttentionBatch } from './attention-batches.ts';
import { unitRows } from './unit-rows.ts';

/** The weights being trained; shapes as in AttentionWeights, `items` only the rows that the batch names. */
export interface AttentionVariables {
  readonly items: Variable;
  readonly queryWeights: Variable;
  readonly keyWeights: Variable;
  readonly energy: Variable;
  readonly distanceVectors: Variable;
  readonly distanceBias: Variable;
  readonly output: Variable;
}

export interface Negatives {
  readonly items: Int32Array;
  readonly logExpected: Float32Array;
}

const FAR_BELOW = -1e9;

/**
 * Sampled softmax over the target and shared negatives for every position of a batch (B sequences, T positions, N
 * negatives, d dimensions). Targets count by the weight of their kind. `dropout` [B, T, d] is 0 or 1 / kept share. Call it inside tidy.
 */
export function attentionLoss(
  tf: TensorFlow,
  variables: AttentionVariables,
  batch: AttentionBatch,
  negatives: Negatives,
  dropout: Tensor3D,
  kindWeights: Float64Array,
): Tensor {
  const { size, length } = batch;
  const positions = size * length;
  // One gather for all: its gradient is one sum over rows. [2BT + N, d], rows of length 1.
  const rows = new Int32Array(2 * positions + negatives.items.length);
  rows.set(batch.inputs);
  rows.set(batch.targets, positions);
  rows.set(negatives.items, 2 * positions);
  const vectors = unitRows(
    tf,
    tf.gather<Tensor2D>(variables.items as unknown as Tensor2D, tf.tensor1d(rows, 'int32')),
  );
  const dimension = vectors.shape[1] ?? 0;
  const inputs = tf.reshape(tf.slice(vectors, [0, 0], [positions, dimension]), [size, length, dimension]);
  const targets = tf.slice(vectors, [positions, 0], [positions, dimension]);
  const wrong = tf.slice(vectors, [2 * positions, 0], [negatives.items.length, dimension]);

  const pooled = pool(tf, variables, tf.mul(inputs, dropout), { size, length, dimension });
  const right = tf.mul(tf.sum(tf.mul(pooled, targets), 1, true), LOGIT_SCALE); // [BT, 1]
  const others = tf.sub(
    tf.mul(tf.matMul(pooled, wrong, false, true), LOGIT_SCALE),
    tf.tensor1d(negatives.logExpected),
  ); // [BT, N]
  // A negative that is the target is no wrong answer.
  const isTarget = tf.equal(
    tf.tensor2d(batch.targets, [positions, 1], 'int32'),
    tf.tensor1d(negatives.items, 'int32'),
  );
  const masked = tf.add(others, tf.mul(tf.cast(isTarget, 'float32'), FAR_BELOW));
  const logits = tf.concat([right as Tensor2D, masked as Tensor2D], 1); // [BT, 1 + N]
  const losses = tf.sub(tf.logSumExp(logits, 1), tf.squeeze(right, [1])); // [BT]
  const weights = Float32Array.from(batch.targetKinds, (kind) => kindWeights[kind] ?? 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return tf.div(tf.sum(tf.mul(losses, tf.tensor1d(weights))), total);
}

/** One vector of length 1 for every position, seeing itself and what came before it: [B, T, d] -> [BT, d]. */
function pool(
  tf: TensorFlow,
  variables: AttentionVariables,
  inputs: Tensor,
  { size, length, dimension }: { readonly size: number; readonly length: number; readonly dimension: number },
): Tensor2D {
  const flat = tf.reshape(inputs, [size * length, dimension]) as Tensor2D;
  const queries = tf.reshape(tf.matMul(flat, variables.queryWeights as unknown as Tensor2D), [
    size,
    length,
    1,
    dimension,
  ]);
  const keys = tf.reshape(tf.matMul(flat, variables.keyWeights as unknown as Tensor2D), [
    size,
    1,
    length,
    dimension,
  ]);
  const { distances, isLater } = distanceTables(length);
  const distance = tf.tensor1d(distances, 'int32');
  const byDistance = tf.reshape(tf.gather(variables.distanceVectors, distance), [
    1,
    length,
    length,
    dimension,
  ]);
  const bias = tf.reshape(tf.gather(variables.distanceBias, distance), [1, length, length]);
  const sigmoids = tf.sigmoid(tf.add(tf.add(queries, keys), byDistance)); // [B, T, T, d]
  const energies = tf.reshape(
    tf.matMul(
      tf.reshape(sigmoids, [-1, dimension]) as Tensor2D,
      tf.reshape(variables.energy, [dimension, 1]) as Tensor2D,
    ),
    [size, length, length],
  );
  const causal = tf.reshape(tf.tensor1d(isLater), [1, length, length]);
  const logits = tf.add(tf.add(tf.mul(energies, ENERGY_SCALE), bias), tf.mul(causal, FAR_BELOW));
  const shares = tf.softmax(logits as Tensor3D); // [B, T, T]
  const pooled = tf.reshape(tf.matMul(shares, inputs as Tensor3D), [size * length, dimension]) as Tensor2D;
  return unitRows(tf, tf.matMul(tf.concat([pooled, flat], 1), variables.output as unknown as Tensor2D));
}

/** For position t and item j: max(t - j, 0), and 1 where j is later than t. Both [T x T]. */
function distanceTables(length: number): { readonly distances: Int32Array; readonly isLater: Float32Array } {
  const distances = new Int32Array(length * length);
  const isLater = new Float32Array(length * length);
  for (let t = 0; t < length; t++) {
    for (let j = 0; j < length; j++) {
      distances[t * length + j] = Math.max(t - j, 0);
      isLater[t * length + j] = j > t ? 1 : 0;
    }
  }
  return { distances, isLater };
}
