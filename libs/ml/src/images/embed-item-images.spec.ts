import { beforeAll, describe, expect, it } from '@jest/globals';
import { neighbourPrecision } from '../evaluation/neighbour-precision.ts';
import { Random } from '../random.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import { embedItemImages } from './embed-item-images.ts';
import type { Images } from './images.ts';

const SIDE = 8;

/** Pictures of two kinds, by the colour of a square on white; its place and size differ. */
function squares(count: number, random: Random): Images {
  const pixels = new Float32Array(count * SIDE * SIDE * 3).fill(1);
  for (let image = 0; image < count; image++) {
    const colour = image % 2 === 0 ? [0.9, 0.2, 0.1] : [0.1, 0.3, 0.8];
    const side = 3 + random.integer(3);
    const [top, left] = [random.integer(SIDE - side), random.integer(SIDE - side)];
    for (let row = top; row < top + side; row++) {
      for (let column = left; column < left + side; column++) {
        pixels.set(colour, ((image * SIDE + row) * SIDE + column) * 3);
      }
    }
  }
  return { count, height: SIDE, width: SIDE, channels: 3, pixels };
}

describe('embedItemImages', () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
  });
  const images = squares(40, new Random(1));
  const kinds = Int32Array.from({ length: images.count }, (_, i) => i % 2);
  const embed = (categories: readonly (string | undefined)[], of = images) =>
    embedItemImages({ tf, images: of, categories, random: new Random(2) });

  it('puts items of a category together, those whose category is not told among them', async () => {
    const categories = Array.from(kinds, (kind, i) => (i % 4 < 2 ? `kind ${kind}` : undefined));
    const vectors = (await embed(categories)) ?? new Float32Array(0);
    expect(neighbourPrecision(vectors, vectors.length / images.count, kinds, 5)).toBeGreaterThan(0.9);
  });

  it('does what it can without categories, leaves no tensors, and nothing to learn from a few', async () => {
    const before = tf.memory().numTensors;
    const vectors = await embed(Array.from(kinds, () => undefined));
    expect(vectors).toHaveLength(images.count * 32);
    expect(vectors?.every(Number.isFinite)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
    expect(await embed(['a', 'b'], squares(2, new Random(1)))).toBeUndefined();
  });
});
