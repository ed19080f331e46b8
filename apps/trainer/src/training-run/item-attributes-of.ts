import type { ShopId } from '#contracts';
import type { ItemStore } from '#database';
import { embedItemImages, Random, type ItemAttributes, type Progress } from '#ml';
import { readItemImages, type ImageReport } from '../images/read-item-images.ts';
import { readCatalogue, type LearntItem } from './read-catalogue.ts';
import type { TrainingTools } from './training-tools.ts';

export interface LearntAttributes {
  /** By item id; undefined where the shop has no catalogue. */
  readonly attributes: ReadonlyMap<string, ItemAttributes> | undefined;
  /** Undefined where no folder of images is set. */
  readonly images: ImageReport | undefined;
}

/** What the catalogue says of items, with vectors of their pictures where there is a folder of them. */
export async function itemAttributesOf(
  tools: Pick<TrainingTools, 'tensorFlow' | 'seed' | 'imagesFolder'>,
  store: Pick<ItemStore, 'list'>,
  shopId: ShopId,
  progress: Progress,
): Promise<LearntAttributes> {
  const items = await readCatalogue(store, shopId);
  const { vectors, images } = await imageVectorsOf(tools, items, progress);
  const attributes = new Map(
    items.map(({ id, title, brand, productType, price }) => [
      id as string,
      { title, brand, productType, price, imageVector: vectors.get(id) },
    ]),
  );
  return { attributes: attributes.size === 0 ? undefined : attributes, images };
}

async function imageVectorsOf(
  { tensorFlow, seed, imagesFolder }: Pick<TrainingTools, 'tensorFlow' | 'seed' | 'imagesFolder'>,
  items: readonly LearntItem[],
  progress: Progress,
) {
  const vectors = new Map<string, Float32Array>();
  if (imagesFolder === undefined) return { vectors, images: undefined };
  const { itemIds, images, report } = await readItemImages(imagesFolder, items);
  const categoryOf = new Map(items.map(({ id, productType }) => [id, productType]));
  const embedded = await embedItemImages({
    tf: tensorFlow.tf,
    images,
    categories: itemIds.map((id) => categoryOf.get(id)),
    random: new Random(seed),
    progress,
  });
  if (embedded === undefined) return { vectors, images: report };
  const dimension = embedded.length / itemIds.length;
  for (const [i, id] of itemIds.entries())
    vectors.set(id, embedded.subarray(i * dimension, (i + 1) * dimension));
  return { vectors, images: report };
}
