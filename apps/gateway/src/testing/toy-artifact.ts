import { artifactSha256, type ArtifactFiles } from '#ml';
import { ToyRecommender } from './toy-recommender.ts';

/** An artifact that is all manifest: the items of a toy recommender. */
export function toyArtifact(itemIds: readonly string[]): {
  readonly files: ArtifactFiles;
  readonly sha256: string;
} {
  const files = new Map([['manifest.json', new TextEncoder().encode(JSON.stringify({ itemIds }))]]);
  return { files, sha256: artifactSha256(files) };
}

export function loadToy(files: ArtifactFiles): ToyRecommender {
  // Written by toyArtifact.
  const { itemIds } = JSON.parse(new TextDecoder().decode(files.get('manifest.json'))) as {
    itemIds: readonly string[];
  };
  return new ToyRecommender(itemIds);
}
