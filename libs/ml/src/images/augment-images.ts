import type { Random } from '../random.ts';
import { imageSize, type Images } from './images.ts';

/** How far an image may be moved and still show the same thing; 0 leaves it as it is. */
export interface ImageAugmentation {
  /** In pixels, in each direction. */
  readonly shift: number;
  /** In radians, both ways, around the middle. */
  readonly rotation: number;
  /** Share by which it may grow or shrink. */
  readonly zoom: number;
}

/**
 * Each image moved, turned and zoomed by amounts drawn evenly within the bounds (an affine warp, sampled bilinearly).
 * What comes in from outside repeats the edge.
 */
export function augmentImages(images: Images, augmentation: ImageAugmentation, random: Random): Images {
  const pixels = new Float32Array(images.pixels.length);
  for (let image = 0; image < images.count; image++) {
    const drawn = (most: number): number => most * (2 * random.next() - 1);
    warp(images, image, pixels, {
      down: drawn(augmentation.shift),
      right: drawn(augmentation.shift),
      angle: drawn(augmentation.rotation),
      scale: 1 + drawn(augmentation.zoom),
    });
  }
  return { ...images, pixels };
}

interface Warp {
  readonly down: number;
  readonly right: number;
  readonly angle: number;
  readonly scale: number;
}

/** Writes one image: each of its pixels is looked up where the warp took it from. */
function warp(images: Images, image: number, to: Float32Array, { down, right, angle, scale }: Warp): void {
  const { height, width, channels } = images;
  const base = image * imageSize(images);
  const [middleRow, middleColumn] = [(height - 1) / 2, (width - 1) / 2];
  const [cosine, sine] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  for (let row = 0, at = base; row < height; row++) {
    for (let column = 0; column < width; column++, at += channels) {
      const [y, x] = [row - middleRow - down, column - middleColumn - right];
      const fromRow = middleRow + cosine * y - sine * x;
      const fromColumn = middleColumn + sine * y + cosine * x;
      sample(images, base, fromRow, fromColumn, to, at);
    }
  }
}

/** Bilinear: writes the channels at a place between four pixels. */
function sample(
  { height, width, channels, pixels }: Images,
  base: number,
  row: number,
  column: number,
  to: Float32Array,
  at: number,
): void {
  const y = Math.max(0, Math.min(height - 1, row));
  const x = Math.max(0, Math.min(width - 1, column));
  const [top, left] = [Math.floor(y), Math.floor(x)];
  const [bottom, right] = [Math.min(top + 1, height - 1), Math.min(left + 1, width - 1)];
  const [below, beside] = [y - top, x - left];
  for (let channel = 0; channel < channels; channel++) {
    const pixel = (r: number, c: number): number => pixels[base + (r * width + c) * channels + channel] ?? 0;
    const upper = pixel(top, left) * (1 - beside) + pixel(top, right) * beside;
    const lower = pixel(bottom, left) * (1 - beside) + pixel(bottom, right) * beside;
    to[at + channel] = upper * (1 - below) + lower * below;
  }
}
