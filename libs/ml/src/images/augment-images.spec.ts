import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { augmentImages } from './augment-images.ts';
import type { Images } from './images.ts';

const STILL = { shift: 0, rotation: 0, zoom: 0 };

/** One grey image of these rows. */
const image = (...rows: readonly (readonly number[])[]): Images => ({
  count: 1,
  height: rows.length,
  width: rows[0]?.length ?? 0,
  channels: 1,
  pixels: Float32Array.from(rows.flat()),
});
/** A bright point on dark ground, in the middle of 9 x 9. */
const point = (): Images => {
  const images = image(...Array.from({ length: 9 }, () => Array.from({ length: 9 }, () => 0)));
  images.pixels[40] = 1;
  return images;
};
/** Row and column of the centre of brightness. */
function centre({ width, pixels }: Images): readonly [number, number] {
  const total = pixels.reduce((sum, value) => sum + value, 0);
  const mean = (of: (place: number) => number) =>
    pixels.reduce((sum, value, place) => sum + value * of(place), 0) / total;
  return [mean((place) => Math.floor(place / width)), mean((place) => place % width)];
}

describe('augmentImages', () => {
  it('leaves an image as it is where nothing is allowed', () => {
    const images = image([0.1, 0.2], [0.3, 0.4]);
    expect(augmentImages(images, STILL, new Random(1)).pixels).toEqual(images.pixels);
  });

  it('moves by up to the bound, either way, and loses no light', () => {
    const random = new Random(2);
    const places = Array.from({ length: 200 }, () => {
      const moved = augmentImages(point(), { ...STILL, shift: 2 }, random);
      expect(moved.pixels.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      return centre(moved)[0] - 4;
    });
    expect(Math.max(...places)).toBeLessThanOrEqual(2);
    expect(Math.max(...places)).toBeGreaterThan(1.5);
    expect(Math.min(...places)).toBeLessThan(-1.5);
  });

  it('turns around the middle', () => {
    const images = point();
    images.pixels.fill(0)[4] = 1; // Top of the middle column.
    const random = new Random(3);
    for (let i = 0; i < 20; i++) {
      const [row, column] = centre(augmentImages(images, { ...STILL, rotation: 0.5 }, random));
      expect(Math.hypot(row - 4, column - 4)).toBeGreaterThan(3.2);
      expect(Math.hypot(row - 4, column - 4)).toBeLessThan(4.6);
      expect(Math.abs(Math.atan2(column - 4, 4 - row))).toBeLessThan(0.6);
    }
  });

  it('zooms away from the middle and towards it', () => {
    const images = point();
    images.pixels.fill(0)[4 * 9 + 6] = 1; // Two to the right of the middle.
    const random = new Random(4);
    const distances = Array.from(
      { length: 100 },
      () => centre(augmentImages(images, { ...STILL, zoom: 0.3 }, random))[1] - 4,
    );
    expect(Math.max(...distances)).toBeGreaterThan(2.3);
    expect(Math.max(...distances)).toBeLessThan(2.7);
    expect(Math.min(...distances)).toBeLessThan(1.7);
  });

  it('repeats itself for a seed, and keeps channels apart', () => {
    const coloured: Images = { ...point(), channels: 3, pixels: new Float32Array(243).map((_, i) => i % 3) };
    const all = { shift: 1, rotation: 0.3, zoom: 0.2 };
    const one = augmentImages(coloured, all, new Random(5)).pixels;
    expect(augmentImages(coloured, all, new Random(5)).pixels).toEqual(one);
    for (const [place, value] of one.entries()) expect(value).toBeCloseTo(place % 3, 5);
  });
});
