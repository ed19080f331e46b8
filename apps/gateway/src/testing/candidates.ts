import type { Candidate } from '../recommendation/candidate.ts';

/** A ranked list, best first. */
export const candidates = (...ids: readonly string[]): readonly Candidate[] =>
  ids.map((itemId, place) => ({ itemId, score: 1 / (1 + place), source: 'transitions' }));

export const idsOf = (list: readonly { readonly itemId: string }[]): readonly string[] =>
  list.map(({ itemId }) => itemId);
