import { describe, expect, it } from '@jest/globals';
import { openTensorFlow } from './open-tensorflow.ts';

describe('openTensorFlow', () => {
  for (const backend of ['wasm', 'cpu'] as const) {
    it(`computes, and trains an embedding, on ${backend}`, async () => {
      const { tf, reason } = await openTensorFlow(backend);
      expect(reason).toBe('chosen by configuration');
      const gradient = tf.tidy(() => {
        const table = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
        const rows = tf.tensor1d([0, 2, 2], 'int32');
        return tf
          .grad((x) => tf.sum(tf.square(tf.gather(x, rows))))(table)
          .dataSync();
      });
      // d/dx of the sum of squares is 2x for each time a row was gathered.
      expect([...gradient]).toEqual([2, 4, 0, 0, 20, 24]);
    });
  }

  it('finds a backend by itself and says why', async () => {
    const { tf, backend, reason } = await openTensorFlow('auto');
    expect(['native-gpu', 'native', 'wasm']).toContain(backend);
    expect(reason).toMatch(/^the first that works/);
    expect(tf.tidy(() => tf.sum(tf.tensor1d([1, 2])).dataSync()[0])).toBe(3);
  });
});
