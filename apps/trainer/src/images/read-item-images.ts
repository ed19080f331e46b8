import type { ItemId } from '#contracts';
import type { Images } from '#ml';
import { decodeImage, IMAGE_CHANNELS, IMAGE_SIDE } from './decode-image.ts';
import { imageFileOf } from './image-file-of.ts';

export interface ItemImages {
  /** Of the images, in their order. */
  readonly itemIds: readonly ItemId[];
  readonly images: Images;
  readonly report: ImageReport;
}

/** What became of the pictures that the catalogue names. */
export interface ImageReport {
  readonly read: number;
  /** By why they could not be used. */
  readonly rejected: Readonly<Record<string, number>>;
}

/** 12 KB each: 250 MB. */
const IMAGES_MOST = 20_000;
/** Files that are decoded at a time. */
const AT_ONCE = 4;

/** Reads the pictures of items from a folder. One that cannot be read is counted and left out. */
export async function readItemImages(
  folder: string,
  items: readonly { readonly id: ItemId; readonly imageLink?: string | undefined }[],
): Promise<ItemImages> {
  const itemIds: ItemId[] = [];
  const pictures: Float32Array[] = [];
  const rejected: Record<string, number> = {};
  for (let from = 0; from < items.length && pictures.length < IMAGES_MOST; from += AT_ONCE) {
    const part = items.slice(from, from + AT_ONCE);
    const found = await Promise.all(part.map(({ imageLink }) => read(folder, imageLink)));
    for (const [i, image] of found.entries()) {
      const id = part[i]?.id;
      if (image.kind === 'decoded' && id !== undefined) {
        itemIds.push(id);
        pictures.push(image.pixels);
      } else if (image.kind !== 'not named') {
        rejected[image.kind] = (rejected[image.kind] ?? 0) + 1;
      }
    }
  }
  const size = IMAGE_SIDE * IMAGE_SIDE * IMAGE_CHANNELS;
  const pixels = new Float32Array(pictures.length * size);
  for (const [i, picture] of pictures.entries()) pixels.set(picture, i * size);
  const shape = { height: IMAGE_SIDE, width: IMAGE_SIDE, channels: IMAGE_CHANNELS };
  return {
    itemIds,
    images: { count: pictures.length, ...shape, pixels },
    report: { read: pictures.length, rejected },
  };
}

async function read(folder: string, link: string | undefined) {
  if (link === undefined) return { kind: 'not named' } as const;
  const file = await imageFileOf(folder, link);
  return file.kind === 'file' ? decodeImage(file.path) : file;
}
