import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import { fileOf } from '../artifact/artifact.ts';
import type { ArtifactFiles } from '../artifact/manifest.ts';
import { NEW_ITEMS_MOST } from '../models/content-vectors.ts';
import type { RecommenderDataSet } from '../sequences/data-set.ts';
import { IMAGE_IDS_FILE, IMAGE_VECTORS_FILE } from './recommender-files.ts';

/** Vectors of pictures by item id. */
export type ImageVectors = ReadonlyMap<string, Float32Array>;

/**
 * Files with the vectors of the pictures of items that nobody has met, for when these are described to the model: whoever serves it
 * sees no pictures. None where there are no such items.
 */
export function saveNewItemImages({ itemIds, attributes }: RecommenderDataSet): ArtifactFiles {
  const met = new Set(itemIds);
  const unmet = [...(attributes ?? [])].flatMap(([id, { imageVector }]) =>
    imageVector === undefined || met.has(id) ? [] : [{ id, imageVector }],
  );
  const kept = unmet.slice(0, NEW_ITEMS_MOST);
  if (kept.length === 0) return new Map();
  const dimension = kept[0]?.imageVector.length ?? 0;
  const vectors = new Float32Array(kept.length * dimension);
  for (const [i, { imageVector }] of kept.entries()) vectors.set(imageVector, i * dimension);
  return new Map([
    [IMAGE_IDS_FILE, new TextEncoder().encode(JSON.stringify(kept.map(({ id }) => id)))],
    [IMAGE_VECTORS_FILE, packArrays({ vectors })],
  ]);
}

/** What saveNewItemImages gave. Throws TypeError on anything else. */
export function loadNewItemImages(files: ArtifactFiles): ImageVectors {
  if (!files.has(IMAGE_IDS_FILE)) return new Map();
  const ids = JSON.parse(new TextDecoder().decode(fileOf(files, IMAGE_IDS_FILE))) as readonly string[];
  const { vectors } = unpackArrays(fileOf(files, IMAGE_VECTORS_FILE));
  if (!(vectors instanceof Float32Array)) throw new TypeError('expected 32-bit floats as image vectors');
  const dimension = vectors.length / ids.length;
  return new Map(ids.map((id, i) => [id, vectors.subarray(i * dimension, (i + 1) * dimension)]));
}
