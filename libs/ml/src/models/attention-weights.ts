import type { NamedArrays } from '../artifact/arrays.ts';

/** Weights of attention pooling; d is the dimension, L the longest history. Matrices are row-major. */
export interface AttentionWeights {
  readonly dimension: number;
  readonly historyMost: number;
  /** [items, d], every row of length 1. */
  readonly items: Float32Array;
  /** [d, d]: x_row · queryWeights. */
  readonly queryWeights: Float32Array;
  readonly keyWeights: Float32Array;
  /** [d] */
  readonly energy: Float32Array;
  /** [L, d] and [L]: by distance from the newest item. */
  readonly distanceVectors: Float32Array;
  readonly distanceBias: Float32Array;
  /** [2d, d]: [pooled, newest] · output. */
  readonly output: Float32Array;
}

/** Factor of the attention energies and of the cosine before the softmax; from the recipe's ablations. */
export const ENERGY_SCALE = 4;
export const LOGIT_SCALE = 14;

/** The arrays by their names, shapes as in AttentionWeights; the sizes follow from their lengths. Views. */
export function attentionState(weights: AttentionWeights): NamedArrays {
  const { items, queryWeights, keyWeights, energy, distanceVectors, distanceBias, output } = weights;
  return { items, queryWeights, keyWeights, energy, distanceVectors, distanceBias, output };
}

/** What attentionState gave. Throws TypeError on anything else. */
export function attentionFrom(state: NamedArrays): AttentionWeights {
  const floats = (name: string): Float32Array => {
    const array = state[name];
    if (array instanceof Float32Array) return array;
    throw new TypeError(`expected 32-bit floats as "${name}" in the attention model`);
  };
  const energy = floats('energy');
  const distanceBias = floats('distanceBias');
  return {
    dimension: energy.length,
    historyMost: distanceBias.length,
    items: floats('items'),
    queryWeights: floats('queryWeights'),
    keyWeights: floats('keyWeights'),
    energy,
    distanceVectors: floats('distanceVectors'),
    distanceBias,
    output: floats('output'),
  };
}
