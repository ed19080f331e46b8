import type { SessionKnnConfig } from './session-knn-config.ts';

/** Whether a history has the same neighbours under both, so that they need not be looked for again. */
export function haveSameNeighbours(a: SessionKnnConfig, b: SessionKnnConfig): boolean {
  return NEIGHBOUR_PARAMETERS.every((name) => a[name] === b[name]);
}

const NEIGHBOUR_PARAMETERS = [
  'unit',
  'neighbours',
  'queryMost',
  'queryDecay',
  'lengthPower',
  'recency',
  'rarityPower',
  'kindPower',
  'postingsMost',
  'lengthMost',
] as const satisfies readonly (keyof SessionKnnConfig)[];
