import type { SessionKnnConfig } from './session-knn-config.ts';

/** Weight of an item by its distance from the matched one, which stands at `lengthMost`. */
export function placeWeights(config: SessionKnnConfig): Float64Array {
  const { afterDecay, beforeDecay, beforeWeight, repeatWeight, lengthMost } = config;
  return Float64Array.from({ length: 2 * lengthMost + 1 }, (_, i) => {
    const distance = i - lengthMost;
    if (distance === 0) return repeatWeight;
    if (distance > 0) return Math.exp(-(distance - 1) / afterDecay);
    return beforeWeight * Math.exp((distance + 1) / beforeDecay);
  });
}
