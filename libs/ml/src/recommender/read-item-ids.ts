import { fileOf } from '../artifact/artifact.ts';
import type { ArtifactFiles } from '../artifact/manifest.ts';
import { ITEMS_FILE } from './recommender-files.ts';

/** The items that a recommender was trained on, frequent ones first. Throws ArtifactError when the file is missing. */
export function readItemIds(files: ArtifactFiles): readonly string[] {
  // Written by trainRecommender.
  return JSON.parse(new TextDecoder().decode(fileOf(files, ITEMS_FILE))) as readonly string[];
}
