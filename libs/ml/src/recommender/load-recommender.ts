import { unpackArrays } from '../artifact/arrays.ts';
import { ArtifactError } from '../artifact/artifact-error.ts';
import { fileOf, readManifest } from '../artifact/artifact.ts';
import type { ArtifactFiles } from '../artifact/manifest.ts';
import { Blend, BlendCandidates } from '../models/blend.ts';
import { BlendWeights } from '../models/blend-weights.ts';
import { loadNewItemImages } from './new-item-images.ts';
import { BLEND_FILE, FACTS_FILE, ITEMS_FILE } from './recommender-files.ts';
import { ServingRecommender } from './serving-recommender.ts';
import { listSources, loadSources } from './sources.ts';
import type { SourcesConfig } from './sources-config.ts';

/** A model version ready to serve, without TensorFlow. Throws ArtifactError when it must not serve. */
export function loadRecommender(files: ArtifactFiles): ServingRecommender {
  const manifest = readManifest(files, 'recommender');
  try {
    // Written by trainRecommender; the hashes above vouch for the bytes.
    const itemIds = JSON.parse(new TextDecoder().decode(fileOf(files, ITEMS_FILE))) as readonly string[];
    const sources = loadSources(files, manifest.hyperParameters['sources'] as SourcesConfig, itemIds.length);
    const { popularity, trend } = unpackArrays(fileOf(files, FACTS_FILE));
    if (!(popularity instanceof Float32Array && trend instanceof Float32Array)) {
      throw new ArtifactError(FACTS_FILE, 'expected 32-bit floats');
    }
    const repeats = manifest.hyperParameters['repeats'] !== false;
    const pool = new BlendCandidates(listSources(sources), { popularity, trend }, repeats);
    const blend = new Blend(pool, BlendWeights.from(unpackArrays(fileOf(files, BLEND_FILE))));
    return new ServingRecommender(manifest, itemIds, sources, blend, loadNewItemImages(files));
  } catch (cause) {
    if (cause instanceof ArtifactError) throw cause;
    throw new ArtifactError('manifest.json', 'the files do not make a recommender', { cause });
  }
}
