import { describe, expect, it } from '@jest/globals';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { openTensorFlow } from '../open-tensorflow.ts';
import { compileStep } from './compile-step.ts';

describe('compileStep', () => {
  it('gives what the function gives, for other values too, and leaves no tensors behind', async () => {
    // Native where it is prepared, else WebAssembly: the promise is the same.
    const { tf } = await openTensorFlow('auto');
    const before = tf.memory().numTensors;
    const step = ([weights, rows, bias]: readonly Tensor[]): readonly Tensor[] => {
      const { value, grads } = tf.valueAndGrads((w, b) => {
        const units = tf.relu(tf.add(tf.matMul(rows as Tensor2D, w as Tensor2D), b as Tensor1D));
        return tf.mean(tf.square(tf.softmax(units))) as Scalar;
      })([weights as Tensor2D, bias as Tensor1D]);
      return [...grads, value];
    };
    const inputs = (scale: number) => [
      tf.tensor2d(
        [0.1, -0.2, 0.3, 0.4, 0.5, -0.6].map((value) => scale * value),
        [2, 3],
      ),
      tf.tensor2d(
        [1, 2, 3, -4].map((value) => scale * value),
        [2, 2],
      ),
      tf.tensor1d([0.1, 0.2, 0.3]),
    ];
    const examples = inputs(1);
    const compiled = compileStep(tf, step, examples);
    for (const scale of [1, 3]) {
      const given = inputs(scale);
      const results = compiled.run(given);
      const expected = tf.tidy(() => [...step(given)]);
      for (const [i, result] of results.entries()) {
        expect(result.shape).toEqual(expected[i]?.shape);
        const close = [...(expected[i]?.dataSync() ?? [])].map((value) => expect.closeTo(value, 6));
        expect([...result.dataSync()]).toEqual(close);
      }
      tf.dispose([...given, ...results, ...expected]);
    }
    compiled.dispose();
    tf.dispose(examples);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a function that reads a tensor of somebody else, where it records', async () => {
    const { tf } = await openTensorFlow('auto');
    if (tf.getBackend() !== 'tensorflow') return;
    const [own, others] = [tf.scalar(1), tf.scalar(2)];
    // Read once, so that it lies in the backend's memory.
    tf.dispose(tf.square(others));
    expect(() => compileStep(tf, ([x]) => [tf.add(x as Scalar, others)], [own])).toThrow(
      'may read only its inputs',
    );
    tf.dispose([own, others]);
  });
});
