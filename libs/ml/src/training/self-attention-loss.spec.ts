import { beforeAll, describe, expect, it } from '@jest/globals';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { sequenceLoss, type SequenceLoss } from './self-attention-loss.ts';

const softplus = (x: number) => Math.log(1 + Math.exp(x));

describe('the loss of SASRec with drawn wrong answers', () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
  });

  /**
   * Two positions of one dimension, with states 1 and 2, over five items that score 2, 0.5, -1, 0 and 0 times the state. Right
   * is item 0, then item 1; drawn are items 1 and 2, expected 0.25 and 4 times.
   */
  const lossOf = (loss: SequenceLoss, weights: readonly [number, number]) =>
    tf.tidy(
      () =>
        sequenceLoss(tf, loss, tf.tensor2d([1, 2], [2, 1]), tf.tensor2d([2, 0.5, -1, 0, 0], [5, 1]), {
          targets: tf.tensor1d([0, 1], 'int32'),
          weights: tf.tensor1d([...weights]),
          negatives: tf.tensor1d([1, 2], 'int32'),
          logExpected: tf.tensor1d([Math.log(0.25), Math.log(4)]),
        }).dataSync()[0],
    );

  it('is a softmax in which what is drawn often counts less, when it is sampled', () => {
    // e^(score - ln q) = e^score / q; at the second position item 1 is right, and no wrong answer.
    const first = Math.log(Math.exp(2) + Math.exp(0.5) / 0.25 + Math.exp(-1) / 4) - 2;
    const second = Math.log(Math.exp(1) + Math.exp(-2) / 4) - 1;
    const loss = { name: 'sampled', negatives: 2 } as const;
    expect(lossOf(loss, [1, 0])).toBeCloseTo(first, 5);
    expect(lossOf(loss, [0, 1])).toBeCloseTo(second, 5);
    expect(lossOf(loss, [0.5, 3])).toBeCloseTo(0.5 * first + 3 * second, 5);
  });

  // Two of four wrong items are drawn: alpha = 1/2, beta = alpha (t (1 - 1/alpha) + 1/alpha) = 1 - t/2.
  it.each([
    { calibration: 0, beta: 1 },
    { calibration: 0.75, beta: 0.625 },
    { calibration: 1, beta: 0.5 },
  ])(
    'raises the sigmoid of the answer to the power $beta for gBCE at $calibration',
    ({ calibration, beta }) => {
      const loss = { name: 'gbce', negatives: 2, calibration } as const;
      const first = beta * softplus(-2) + softplus(0.5) + softplus(-1);
      const second = beta * softplus(-1) + softplus(-2);
      expect(lossOf(loss, [1, 0])).toBeCloseTo(first, 5);
      expect(lossOf(loss, [0, 1])).toBeCloseTo(second, 5);
    },
  );
});
