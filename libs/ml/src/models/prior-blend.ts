import { BlendWeights } from './blend-weights.ts';
import { CONTEXT_FEATURES } from './blend-features.ts';
import type { Source, SourceName } from './recommender.ts';
import { FEATURES_PER_SOURCE } from './source-features.ts';

/** How much a source's share of its own candidates counts before anything was learnt. */
const PRIOR: Readonly<Record<SourceName, number>> = {
  transitions: 3,
  'last-item': 1,
  'came-before': 0.5,
  'same-visit': 0.5,
  'two-steps': 0.5,
  'session-knn': 3,
  'customer-knn': 1,
  'sharp-knn': 1,
  'bought-together': 2,
  attention: 2,
  content: 1,
  repeat: 0.5,
  popularity: 1,
  trending: 1,
};

/**
 * What the distance to a source's best counts: only attributes speak of every item, so that their shares are small, and of an item that
 * nobody has met they alone do.
 */
const PRIOR_OF_DISTANCE: Partial<Readonly<Record<SourceName, number>>> = { content: 0.2 };

/** Fixed weights for a shop with too little data to fit a blend: a weighted vote of the sources. */
export function priorBlend(sources: readonly Source[]): BlendWeights {
  const width = sources.length * FEATURES_PER_SOURCE + CONTEXT_FEATURES;
  const linear = new Float32Array(width);
  for (const [i, { name }] of sources.entries()) {
    linear[i * FEATURES_PER_SOURCE] = PRIOR[name];
    linear[i * FEATURES_PER_SOURCE + 1] = PRIOR_OF_DISTANCE[name] ?? 0;
  }
  return new BlendWeights({
    offsets: new Float32Array(width),
    factors: new Float32Array(width).fill(1),
    linear,
    hidden: new Float32Array(width),
    hiddenBias: new Float32Array(1),
    output: new Float32Array(1),
  });
}
