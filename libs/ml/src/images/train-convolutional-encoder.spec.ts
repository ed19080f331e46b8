import { beforeAll, describe, expect, it } from '@jest/globals';
import { neighbourPrecision } from '../evaluation/neighbour-precision.ts';
import { Random } from '../random.ts';
import { openTensorFlow } from '../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../tensorflow/tensorflow.ts';
import type { Images } from './images.ts';
import { trainConvolutionalEncoder, type ConvolutionalEncoderConfig } from './train-convolutional-encoder.ts';

const SIDE = 8;
const STILL = { shift: 0, rotation: 0, zoom: 0 };
const CONFIG: ConvolutionalEncoderConfig = {
  epochs: 12,
  batchSize: 32,
  learningRate: 1e-2,
  blocks: [[8], [16]],
  dimension: 8,
  decoderUnits: 16,
  reconstructionWeight: 1,
  augmentation: { shift: 1, rotation: 0, zoom: 0 },
};

/** Bars across (class 0), down (1) and both (2), anywhere, in noise: what tells them apart is a shape, no pixel. */
function bars(count: number, random: Random): { readonly images: Images; readonly classes: Int32Array } {
  const classes = Int32Array.from({ length: count }, (_, i) => i % 3);
  const pixels = new Float32Array(count * SIDE * SIDE);
  for (const [image, label] of classes.entries()) {
    const [row, column] = [1 + random.integer(SIDE - 2), 1 + random.integer(SIDE - 2)];
    for (let at = 0; at < SIDE * SIDE; at++) {
      const across = label !== 1 && Math.floor(at / SIDE) === row;
      const down = label !== 0 && at % SIDE === column;
      pixels[image * SIDE * SIDE + at] = (across || down ? 0.8 : 0) + 0.2 * random.next();
    }
  }
  return { images: { count, height: SIDE, width: SIDE, channels: 1, pixels }, classes };
}

describe('trainConvolutionalEncoder', () => {
  let tf: TensorFlow;
  beforeAll(async () => {
    ({ tf } = await openTensorFlow('wasm'));
  });
  const { images, classes } = bars(240, new Random(1));
  const fresh = bars(120, new Random(2));
  const unknown = new Int32Array(images.count).fill(-1);
  const train = (labels: Int32Array, over: Partial<ConvolutionalEncoderConfig> = {}) =>
    trainConvolutionalEncoder({
      tf,
      images,
      classes: labels,
      config: { ...CONFIG, ...over },
      random: new Random(3),
    });

  it('tells shapes apart wherever they are, in images it never saw', async () => {
    const encoder = await train(classes);
    const vectors = encoder.embed(tf, fresh.images);
    const right = encoder.classesOf(vectors).filter((label, i) => label === fresh.classes[i]);
    expect(right.length / fresh.images.count).toBeGreaterThan(0.95);
    expect(neighbourPrecision(vectors, encoder.dimension, fresh.classes, 10)).toBeGreaterThan(0.95);
  });

  it('learns from a few known classes among many that are not', async () => {
    const encoder = await train(
      classes.map((label, i) => (i < 60 ? label : -1)),
      { epochs: 20 },
    );
    const right = encoder
      .classesOf(encoder.embed(tf, fresh.images))
      .filter((label, i) => label === fresh.classes[i]);
    expect(right.length / fresh.images.count).toBeGreaterThan(0.8);
  });

  it('learns without classes to see patterns behind noise', async () => {
    const random = new Random(5);
    const patterns = Array.from({ length: 6 }, () =>
      Array.from({ length: SIDE * SIDE }, () => (random.next() < 0.5 ? 0 : 0.3)),
    );
    const noisy = (count: number): Images => ({
      ...images,
      count,
      pixels: Float32Array.from(
        Array.from({ length: count }, (_, i) => patterns[i % 6] ?? []).flat(),
        (pixel) => pixel + 0.7 * random.next(),
      ),
    });
    const [seen, others] = [noisy(240), noisy(120)];
    const own = Int32Array.from({ length: others.count }, (_, i) => i % 6);
    const precisionAfter = async (epochs: number) => {
      const config = { ...CONFIG, epochs, reconstructionWeight: 10, augmentation: STILL };
      const encoder = await trainConvolutionalEncoder({ tf, images: seen, classes: unknown, config, random });
      const vectors = encoder.embed(tf, others);
      expect([...encoder.classesOf(vectors)].every((label) => label === -1)).toBe(true);
      return neighbourPrecision(vectors, encoder.dimension, own, 10);
    };
    expect(await precisionAfter(0)).toBeLessThan(0.45);
    expect(await precisionAfter(12)).toBeGreaterThan(0.55);
  });

  it('repeats itself for a seed, gives rows of length 1, and leaves no tensors', async () => {
    const before = tf.memory().numTensors;
    const [one, two] = [await train(classes, { epochs: 1 }), await train(classes, { epochs: 1 })];
    expect(two.weights).toEqual(one.weights);
    const vectors = one.embed(tf, fresh.images);
    for (let at = 0; at < vectors.length; at += one.dimension) {
      const row = vectors.subarray(at, at + one.dimension);
      expect(row.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 4);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stops when it is told to', async () => {
    const before = tf.memory().numTensors;
    const run = trainConvolutionalEncoder({
      tf,
      images,
      classes,
      config: CONFIG,
      random: new Random(1),
      signal: AbortSignal.abort(new Error('enough')),
    });
    await expect(run).rejects.toThrow('enough');
    expect(tf.memory().numTensors).toBe(before);
  });
});
