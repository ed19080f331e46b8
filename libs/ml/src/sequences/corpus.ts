import type { InteractionSequence } from './history.ts';

/**
 * Training sequences laid end to end, with an inverted index from item to its places. Count models walk the places
 * of one item at a time, so a table needs memory for one row, not for all pairs.
 */
export interface Corpus {
  readonly itemCount: number;
  /** All items, one sequence after the other. */
  readonly items: Int32Array;
  readonly kinds: Uint8Array;
  readonly timesMs: Float64Array;
  /** Number of the sequence at each place. */
  readonly sequenceOf: Int32Array;
  /** Number of the visit at each place, counted over all sequences. */
  readonly groupOf: Int32Array;
  readonly groupCount: number;
  /** Places of item i, ascending: places[placeStart[i]] up to placeStart[i + 1]. */
  readonly placeStart: Int32Array;
  readonly places: Int32Array;
  /** Times each item occurs. */
  readonly counts: Float64Array;
  /** Time of the newest interaction; 0 for none. */
  readonly lastMs: number;
}

/** Lays sequences end to end. Item indices must be below `itemCount`. */
export function buildCorpus(sequences: readonly InteractionSequence[], itemCount: number): Corpus {
  const length = sequences.reduce((sum, { items }) => sum + items.length, 0);
  const items = new Int32Array(length);
  const kinds = new Uint8Array(length);
  const timesMs = new Float64Array(length);
  const sequenceOf = new Int32Array(length);
  const groupOf = new Int32Array(length);
  let [at, groupCount] = [0, 0];
  for (const [number, sequence] of sequences.entries()) {
    items.set(sequence.items, at);
    kinds.set(sequence.kinds, at);
    timesMs.set(sequence.timesMs, at);
    sequenceOf.fill(number, at, at + sequence.items.length);
    for (const [i, group] of sequence.groups.entries()) {
      if (i === 0 || group !== sequence.groups[i - 1]) groupCount++;
      groupOf[at + i] = groupCount - 1;
    }
    at += sequence.items.length;
  }
  const { starts, places } = invert(items, itemCount);
  return {
    itemCount,
    items,
    kinds,
    timesMs,
    sequenceOf,
    groupOf,
    groupCount,
    placeStart: starts,
    places,
    counts: Float64Array.from({ length: itemCount }, (_, i) => (starts[i + 1] ?? 0) - (starts[i] ?? 0)),
    lastMs: timesMs.reduce((latest, timeMs) => Math.max(latest, timeMs), 0),
  };
}

/** Places of each value of `keys` (0 to count - 1), ascending, as compressed rows: a counting sort. */
export function invert(
  keys: Int32Array,
  count: number,
): { readonly starts: Int32Array; readonly places: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const key of keys) starts[key + 1] = (starts[key + 1] ?? 0) + 1;
  for (let key = 0; key < count; key++) starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0);
  const next = starts.slice();
  const places = new Int32Array(keys.length);
  for (const [place, key] of keys.entries()) {
    const at = next[key] ?? 0;
    places[at] = place;
    next[key] = at + 1;
  }
  return { starts, places };
}
