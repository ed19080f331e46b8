import type { TransitionsConfig } from './item-transitions.ts';
import { kindWeights } from './kind-weights.ts';

/** What a pair of interactions counts: the weight of its distance times that of the kind it led to. */
export interface PairWeights {
  /** By distance - 1, of "b came after a" and "b came before a". */
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  /** By the kind of the interaction that the item led to. */
  readonly kinds: Float64Array;
}

export type PairConfig = Pick<
  TransitionsConfig,
  'window' | 'windowDecay' | 'forward' | 'backward' | 'kindPower'
>;

/** At distance d: exp(-(d - 1) / windowDecay) times the weight of the direction, d from 1 to the window. */
export function pairWeights({ window, windowDecay, forward, backward, kindPower }: PairConfig): PairWeights {
  const decay = Float64Array.from({ length: window }, (_, i) => Math.exp(-i / windowDecay));
  return {
    forward: decay.map((weight) => weight * forward),
    backward: decay.map((weight) => weight * backward),
    kinds: kindWeights(kindPower),
  };
}
