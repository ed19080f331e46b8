import { unpackArrays } from '../artifact/arrays.ts';
import { ArtifactError } from '../artifact/artifact-error.ts';
import { fileOf, readManifest } from '../artifact/artifact.ts';
import type { ArtifactFiles } from '../artifact/manifest.ts';
import { LiveLearner } from '../live/live-learner.ts';
import { LiveFacts, type ItemFacts } from '../models/blend-features.ts';
import { Blend, BlendCandidates } from '../models/blend.ts';
import { BlendWeights } from '../models/blend-weights.ts';
import { loadNewItemImages } from './new-item-images.ts';
import { readItemIds } from './read-item-ids.ts';
import { BLEND_FILE, FACTS_FILE } from './recommender-files.ts';
import { ServingRecommender } from './serving-recommender.ts';
import { listSources, loadSources } from './sources.ts';
import type { SourcesConfig } from './sources-config.ts';
import { Vocabulary } from './vocabulary.ts';

/** A model version ready to serve, without TensorFlow. Throws ArtifactError when it must not serve. */
export function loadRecommender(files: ArtifactFiles): ServingRecommender {
  const manifest = readManifest(files, 'recommender');
  try {
    // Written by trainRecommender; the hashes above vouch for the bytes.
    const itemIds = readItemIds(files);
    const config = manifest.hyperParameters['sources'] as SourcesConfig;
    const vocabulary = new Vocabulary(itemIds);
    const sources = loadSources(files, config, vocabulary.most);
    const facts = new LiveFacts(factsIn(files), vocabulary.most);
    const repeats = manifest.hyperParameters['repeats'] !== false;
    const pool = new BlendCandidates(listSources(sources), facts, repeats);
    const blend = new Blend(pool, BlendWeights.from(unpackArrays(fileOf(files, BLEND_FILE))));
    const live = new LiveLearner(sources, facts, vocabulary, {
      // Twice: what was just paired with the oldest item of a window may yet be raised to a stronger kind.
      historyMost: 2 * Math.max(...transitionsOf(config).map(({ window }) => window)),
      learnsFromMs: manifest.dataUntilMs,
    });
    return new ServingRecommender(manifest, vocabulary, sources, blend, loadNewItemImages(files), live);
  } catch (cause) {
    if (cause instanceof ArtifactError) throw cause;
    throw new ArtifactError('manifest.json', 'the files do not make a recommender', { cause });
  }
}

const transitionsOf = ({ transitions, lastItem, cameBefore, sameVisit }: SourcesConfig) => [
  transitions,
  lastItem,
  cameBefore,
  sameVisit,
];

function factsIn(files: ArtifactFiles): ItemFacts {
  const { counts, popularity, trend } = unpackArrays(fileOf(files, FACTS_FILE));
  if (!(
    popularity instanceof Float32Array &&
    trend instanceof Float32Array &&
    counts instanceof Float64Array
  )) {
    throw new ArtifactError(FACTS_FILE, 'expected counts, popularity and trend');
  }
  return { counts, popularity, trend };
}
