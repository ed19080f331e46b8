/** Images of one size, one after the other: [count, height, width, channels], row-major, values 0 to 1. */
export interface Images {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly pixels: Float32Array;
}

/** Numbers in one image. */
export const imageSize = ({ height, width, channels }: Omit<Images, 'count' | 'pixels'>): number =>
  height * width * channels;

/** Copies of some of the images, in that order. */
export function pickImages(images: Images, places: Int32Array): Images {
  const size = imageSize(images);
  const pixels = new Float32Array(places.length * size);
  for (const [to, from] of places.entries()) {
    pixels.set(images.pixels.subarray(from * size, (from + 1) * size), to * size);
  }
  return { ...images, count: places.length, pixels };
}
