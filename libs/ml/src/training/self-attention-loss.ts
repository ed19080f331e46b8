import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { itemCrossEntropy } from './item-cross-entropy.ts';

/**
 * `cross-entropy`: softmax over all items. `sampled`: over the answer and drawn items, corrected by how often those are
 * drawn (logQ, Bengio and Senecal 2008). `gbce`: binary cross-entropy over the same with the answer's sigmoid raised to a power,
 * which undoes the overconfidence that sampling brings (Petrov and Macdonald 2023).
 */
export type SequenceLoss =
  | { readonly name: 'cross-entropy' }
  | { readonly name: 'sampled'; readonly negatives: number }
  /** `calibration` t in [0, 1]: 0 is plain binary cross-entropy, 1 fully calibrated. */
  | { readonly name: 'gbce'; readonly negatives: number; readonly calibration: number };

/** For n positions: targets and weights [n]; wrong answers shared by all of them, and ln of how often each is expected, [N]. */
export interface LossInputs {
  readonly targets: Tensor1D;
  readonly weights: Tensor1D;
  readonly negatives: Tensor1D | undefined;
  readonly logExpected: Tensor1D | undefined;
}

const FAR_BELOW = -1e9;

/** The loss of states [n, d] against the item table [items, d], summed by weight. */
export function sequenceLoss(
  tf: TensorFlow,
  loss: SequenceLoss,
  states: Tensor2D,
  items: Tensor2D,
  { targets, weights, negatives, logExpected }: LossInputs,
): Tensor {
  if (loss.name === 'cross-entropy' || negatives === undefined || logExpected === undefined)
    return itemCrossEntropy(tf, states, items, { targets, weights });
  const [positions, dimension] = states.shape;
  // One gather for all: its gradient is one sum over rows.
  const rows = tf.gather(items, tf.concat([targets, negatives]));
  const right = tf.sum(tf.mul(states, tf.slice(rows, [0, 0], [positions, dimension])), 1); // [n]
  const wrong = tf.slice(rows, [positions, 0], [loss.negatives, dimension]);
  const logits = tf.matMul(states, wrong, false, true); // [n, N]
  // A negative that is the answer is no wrong answer.
  const isTarget = tf.cast(tf.equal(tf.reshape(targets, [positions, 1]), negatives), 'float32');
  const others = tf.add(logits, tf.mul(isTarget, FAR_BELOW));
  const losses =
    loss.name === 'sampled'
      ? tf.sub(
          tf.logSumExp(tf.concat([tf.reshape(right, [positions, 1]), tf.sub(others, logExpected)], 1), 1),
          right,
        )
      : tf.add(
          tf.mul(tf.softplus(tf.neg(right)), answerPower(loss, items.shape[0])),
          tf.sum(tf.softplus(others), 1),
        );
  return tf.sum(tf.mul(losses, weights));
}

/** The power beta of the answer's sigmoid, formula 9 of the paper: alpha is the share of the wrong items that is drawn. */
function answerPower(
  { negatives, calibration }: { readonly negatives: number; readonly calibration: number },
  itemCount: number,
): number {
  const alpha = Math.min(1, negatives / Math.max(1, itemCount - 1));
  return alpha * (calibration * (1 - 1 / alpha) + 1 / alpha);
}
