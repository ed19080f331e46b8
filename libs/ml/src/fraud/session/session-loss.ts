import type { Tensor, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../../tensorflow/tensorflow.ts';
import { gruStates, type GruVariables } from '../../training/gru-loss.ts';
import type { LabelledSession } from './labelled-session.ts';
import { SESSION_COLUMN_COUNT } from './session-encoder.ts';

export interface SessionVariables extends GruVariables {
  /** [d, 1] and [1] */
  readonly outputWeights: Variable;
  readonly outputBias: Variable;
}

/** How much a good session and an attack weigh. */
export type SessionWeights = readonly [good: number, attack: number];

/**
 * Weighted binary cross-entropy after every event, a session's events sharing its weight: an attack should be seen before it
 * is over. Call it inside tidy.
 */
export function sessionLoss(
  tf: TensorFlow,
  variables: SessionVariables,
  batch: readonly LabelledSession[],
  weights: SessionWeights,
): Tensor {
  const size = batch.length;
  const length = batch.reduce((most, { rows }) => Math.max(most, rows.length), 0);
  const inputs = new Float32Array(size * length * SESSION_COLUMN_COUNT);
  const stepWeights = new Float32Array(length * size);
  for (const [i, { rows, isAttack }] of batch.entries()) {
    for (const [step, row] of rows.entries()) {
      inputs.set(row, (i * length + step) * SESSION_COLUMN_COUNT);
      stepWeights[step * size + i] = weights[isAttack ? 1 : 0] / rows.length;
    }
  }
  const states = gruStates(tf, variables, tf.tensor3d(inputs, [size, length, SESSION_COLUMN_COUNT]));
  const logits = logitsOf(tf, variables, states);
  const truth = tf.tensor2d(
    batch.map(({ isAttack }) => Number(isAttack)),
    [1, size],
  );
  const entropy = tf.sub(tf.softplus(logits), tf.mul(logits, truth));
  const scale = 1 / stepWeights.reduce((sum, each) => sum + each, 0);
  return tf.mul(tf.sum(tf.mul(entropy, tf.tensor2d(stepWeights, [length, size]))), scale);
}

/** [T, B, d] -> [T, B] */
function logitsOf(tf: TensorFlow, { outputWeights, outputBias }: SessionVariables, states: Tensor3D): Tensor {
  const [length, size, d] = states.shape;
  const flat = tf.reshape(states, [length * size, d]);
  return tf.reshape(tf.add(tf.matMul(flat, outputWeights), outputBias), [length, size]);
}
