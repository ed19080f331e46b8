import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { SelfAttention } from '../models/self-attention.ts';
import { selfAttentionFrom, selfAttentionShapes } from '../models/self-attention-weights.ts';
import { Random } from '../random.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { visit } from '../testing/checkerboard.ts';
import { itemCrossEntropy } from './item-cross-entropy.ts';
import { layerNorm } from './layer-norm.ts';
import { selfAttentionStates } from './self-attention-network.ts';

describe('the self-attention network', () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
  });
  const matrix = (rows: number, columns: number, random: Random) =>
    tf.tensor2d(
      Float32Array.from({ length: rows * columns }, () => random.normal()),
      [rows, columns],
    );

  it('computes in tensors what inference computes in plain arrays, for each of the sequences of a row', () => {
    const [itemCount, length, dimension, heads, blocks] = [9, 6, 8, 2, 2];
    const random = new Random(3);
    const shapes = selfAttentionShapes({ itemCount, historyMost: length, dimension, blocks });
    const arrays = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [
        name,
        Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0.5 * random.normal()),
      ]),
    );
    const model = new SelfAttention(selfAttentionFrom({ heads: Int32Array.of(heads), ...arrays }));
    const scores = tf.tidy(() => {
      const weights = Object.fromEntries(
        Object.entries(arrays).map(([name, array]) => [name, tf.tensor(array, [...(shapes[name] ?? [])])]),
      );
      const states = selfAttentionStates(
        tf,
        weights,
        {
          items: tf.tensor2d([[3, 1, 4, 1, 5, 0]], [1, length], 'int32'),
          places: tf.tensor2d([[3, 4, 5, 4, 5, 0]], [1, length], 'int32'),
          segments: tf.tensor2d([[0, 0, 0, 1, 1, -1]], [1, length], 'int32'),
          dropout: undefined,
        },
        { batch: 1, length, dimension, heads, blocks },
      );
      return tf.matMul(states, weights['items'] as Tensor2D, false, true).arraySync() as number[][];
    });
    const all = Int32Array.from({ length: itemCount }, (_, item) => item);
    for (const [position, items] of [
      [2, [3, 1, 4]],
      [4, [1, 5]],
    ] as const) {
      const expected = [...model.score(visit(items), all)].map((score) => expect.closeTo(score, 3));
      expect(scores[position]).toEqual(expected);
    }
  });

  it('has the cross-entropy, and its slopes, that one large softmax would have', () => {
    // More values than one chunk holds.
    const [rows, itemCount, dimension] = [40, 80_000, 4];
    const random = new Random(5);
    tf.tidy(() => {
      const states = matrix(rows, dimension, random);
      const items = matrix(itemCount, dimension, random);
      const targets = tf.tensor1d(
        Int32Array.from({ length: rows }, () => random.integer(itemCount)),
        'int32',
      );
      const weights = tf.tensor1d(Float32Array.from({ length: rows }, (_, i) => (i % 4) / rows));
      const chunked = tf.valueAndGrads((x, table) =>
        itemCrossEntropy(tf, x as Tensor2D, table as Tensor2D, { targets, weights }),
      )([states, items]);
      const whole = tf.valueAndGrads((x, table) => {
        const logits = tf.matMul(x as Tensor2D, table as Tensor2D, false, true);
        const right = tf.sum(tf.mul(x, tf.gather(table, targets)), 1);
        return tf.sum(tf.mul(tf.sub(tf.logSumExp(logits, 1), right), weights));
      })([states, items]);
      const apart = (a: typeof states, b: typeof states) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];
      expect(apart(chunked.value as never, whole.value as never)).toBeLessThan(1e-3);
      for (const [i, slope] of chunked.grads.entries())
        expect(apart(slope as never, whole.grads[i] as never)).toBeLessThan(1e-4);
    });
  });

  it('has the slopes of layer normalisation that the tape would find', () => {
    const random = new Random(7);
    tf.tidy(() => {
      const inputs = [matrix(5, 6, random), tf.randomUniform([6]), tf.randomUniform([6])];
      const weigh = matrix(5, 6, random);
      const byHand = tf.grads((x, gain, bias) =>
        tf.sum(tf.mul(weigh, layerNorm(tf, x as Tensor2D, gain as never, bias as never))),
      )(inputs);
      const byTape = tf.grads((x, gain, bias) => {
        const { mean, variance } = tf.moments(x as Tensor2D, 1, true);
        const unit = tf.div(tf.sub(x as Tensor2D, mean), tf.sqrt(tf.add(variance, 1e-5)));
        return tf.sum(tf.mul(weigh, tf.add(tf.mul(unit, gain as never), bias as never)));
      })(inputs);
      for (const [i, slope] of byHand.entries()) {
        const expected = [...(byTape[i]?.dataSync() ?? [])].map((value) => expect.closeTo(value, 4));
        expect([...slope.dataSync()]).toEqual(expected);
      }
    });
  });
});
