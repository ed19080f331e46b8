import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';

/** Probabilities held at once, about: a few MB stay in the processor's cache. */
const CHUNK_VALUES = 2 ** 21;
/** The smallest normal float: an answer held impossible costs 87, not Infinity. */
const LEAST_PROBABILITY = 1.2e-38;

/**
 * Softmax cross-entropy of states [n, d] over all items [items, d], summed with a weight for each row: targets and weights
 * [n]. The n x items table never exists: gradients are made with the value, a chunk of rows at a time
 * (the idea of Cut Cross-Entropy, Wijmans et al. 2025).
 */
export function itemCrossEntropy(
  tf: TensorFlow,
  states: Tensor2D,
  items: Tensor2D,
  { targets, weights }: { readonly targets: Tensor1D; readonly weights: Tensor1D },
): Tensor {
  const loss = tf.customGrad((...args: unknown[]) => {
    const [x, table, save] = args as [Tensor2D, Tensor2D, (tensors: Tensor[]) => void];
    const [rows, dimension] = x.shape;
    const [itemCount] = table.shape;
    const weighed = tf.mul(x, tf.reshape(weights, [rows, 1]));
    const size = chunkSize(rows, itemCount);
    const losses: Tensor[] = [];
    const stateSlopes: Tensor2D[] = [];
    let tableSlope: Tensor | undefined;
    for (let from = 0; from < rows; from += size) {
      const count = Math.min(size, rows - from);
      const part = tf.slice(x, [from, 0], [count, dimension]);
      const shares: Tensor2D = tf.softmax(tf.matMul(part, table, false, true)); // [count, items]
      losses.push(targetLosses(tf, shares, tf.slice(targets, [from], [count])));
      stateSlopes.push(tf.matMul(shares, table));
      const slope = tf.matMul(shares, tf.slice(weighed, [from, 0], [count, dimension]), true);
      tableSlope = tableSlope === undefined ? slope : tf.add(tableSlope, slope);
    }
    // What a row's own answer adds to the slope: minus the answer's vector, and minus the row for that vector.
    const stateSlope = tf.sub(tf.concat(stateSlopes, 0), tf.gather(table, targets));
    const answers = tf.unsortedSegmentSum(weighed, targets, itemCount);
    save([
      tf.mul(stateSlope, tf.reshape(weights, [rows, 1])),
      tf.sub(tableSlope ?? tf.zerosLike(table), answers),
    ]);
    return {
      value: tf.sum(tf.mul(tf.concat(losses as Tensor1D[]), weights)),
      gradFunc: (slope: Tensor, saved: Tensor[]) => saved.map((each) => tf.mul(each, slope)),
    };
  });
  return loss(states, items);
}

/** -ln of each row's share at its target, [count]. */
function targetLosses(tf: TensorFlow, shares: Tensor2D, targets: Tensor1D): Tensor {
  const [count, itemCount] = shares.shape;
  const starts = tf.tensor1d(
    Int32Array.from({ length: count }, (_, row) => row * itemCount),
    'int32',
  );
  const right = tf.gather(tf.reshape(shares, [-1]), tf.add(starts, targets) as Tensor1D);
  return tf.neg(tf.log(tf.maximum(right, LEAST_PROBABILITY)));
}

/** Chunks of one size where that is possible: the last is not much smaller than the others. */
function chunkSize(rows: number, itemCount: number): number {
  const chunks = Math.ceil((rows * itemCount) / CHUNK_VALUES);
  return Math.max(1, Math.ceil(rows / Math.max(1, chunks)));
}
