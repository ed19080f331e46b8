import { createHash } from 'node:crypto';
import type { RecommenderDataSet } from '../sequences/data-set.ts';

/** Raised when a stage means something else: checkpoints of an older library are not used. */
const CHECKPOINT_VERSION = 1;

/**
 * SHA-256 of all that decides what a run comes to: its data, and its settings (JSON, where Infinity and NaN are null).
 * Runs of one identity come to one model.
 */
export function runIdentity(dataSet: RecommenderDataSet, settings: object): Uint8Array {
  const hash = createHash('sha256').update(
    JSON.stringify([CHECKPOINT_VERSION, settings, dataSet.interactions]),
  );
  for (const id of dataSet.itemIds) hash.update(`${id}\n`);
  for (const { owner, items, kinds, timesMs, groups } of dataSet.sequences) {
    hash.update(`${owner}\n`);
    for (const column of [items, kinds, timesMs, groups]) hash.update(column);
  }
  for (const [id, { imageVector, ...attributes }] of dataSet.attributes ?? []) {
    hash.update(JSON.stringify([id, attributes]));
    if (imageVector !== undefined) hash.update(imageVector);
  }
  return hash.digest();
}
