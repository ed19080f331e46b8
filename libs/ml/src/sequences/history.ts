/**
 * What one shopper did, oldest first; the arrays are parallel. `items` are indices of the vocabulary, `kinds` of
 * INTERACTION_KINDS. `groups` counts up: one group is one visit (an order, or the clicks of a session).
 */
export interface Interactions {
  readonly items: Int32Array;
  readonly kinds: Uint8Array;
  readonly timesMs: Float64Array;
  readonly groups: Int32Array;
}

/** All that is known of one owner, as training sees it. */
export interface InteractionSequence extends Interactions {
  readonly owner: string;
}

/** What a recommender is asked about: the past of a shopper, and the moment of asking. */
export interface History extends Interactions {
  readonly nowMs: number;
}

/** The part in [from, to). Views, no copies. */
export function sliceInteractions(all: Interactions, from: number, to: number): Interactions {
  return {
    items: all.items.subarray(from, to),
    kinds: all.kinds.subarray(from, to),
    timesMs: all.timesMs.subarray(from, to),
    groups: all.groups.subarray(from, to),
  };
}

/** Where the newest visit starts; 0 for an empty history. */
export function lastGroupStart({ groups }: Pick<Interactions, 'groups'>): number {
  let start = groups.length;
  while (start > 0 && groups[start - 1] === groups[groups.length - 1]) start--;
  return start;
}
