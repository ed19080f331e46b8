import { stat } from 'node:fs/promises';
import sharp from 'sharp';

/** Height and width that every picture is brought to: enough for shape and colour. */
export const IMAGE_SIDE = 32;
export const IMAGE_CHANNELS = 3;

const BYTES_MOST = 20 * 1024 * 1024;
/** Of the picture in the file: a small file can hold a very large one. */
const PIXELS_MOST = 50_000_000;

export type DecodedImage =
  | { readonly kind: 'decoded'; readonly pixels: Float32Array }
  | { readonly kind: 'too large' }
  | { readonly kind: 'broken' };

/** Formats a shop's pictures come in; the decoders of others are not to be reached by whoever names a file. */
const DECODERS = ['Jpeg', 'Png', 'Webp'].map((format) => `VipsForeignLoad${format}File`);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: DECODERS });

/** A PNG, JPEG or WebP as [32, 32, 3] in sRGB, 0 to 1, on white, its sides kept in proportion. */
export async function decodeImage(file: string): Promise<DecodedImage> {
  try {
    if ((await stat(file)).size > BYTES_MOST) return { kind: 'too large' };
    const image = sharp(file, { limitInputPixels: false, failOn: 'error' });
    const { width, height } = await image.metadata();
    if (width * height > PIXELS_MOST) return { kind: 'too large' };
    const bytes = await image
      .autoOrient()
      .resize(IMAGE_SIDE, IMAGE_SIDE, { fit: 'contain', background: 'white' })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    if (bytes.length !== IMAGE_SIDE * IMAGE_SIDE * IMAGE_CHANNELS) return { kind: 'broken' };
    return { kind: 'decoded', pixels: Float32Array.from(bytes, (value) => value / 255) };
  } catch {
    return { kind: 'broken' };
  }
}
