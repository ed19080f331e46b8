import type { InteractionSequence } from '../sequences/history.ts';

/** Owners that similarity is counted over; more say the same and take longer. */
const OWNERS_MOST = 20_000;

/** What the past says of the items, whoever asks: what novelty, diversity and popularity are measured against. */
export interface ItemRecord {
  /** [items] Interactions with each. */
  readonly counts: Float64Array;
  /** Of all items. */
  readonly interactions: number;
  /** [items] The owners who had each, ascending, none twice; of at most OWNERS_MOST of them, taken evenly. */
  readonly owners: readonly Int32Array[];
  readonly ownerCount: number;
}

/** Counts the past of a shop. Item indices must be below `itemCount`. */
export function itemRecord(sequences: readonly InteractionSequence[], itemCount: number): ItemRecord {
  const counts = new Float64Array(itemCount);
  const owners: number[][] = Array.from({ length: itemCount }, () => []);
  const every = Math.max(1, Math.ceil(sequences.length / OWNERS_MOST));
  for (const [owner, { items }] of sequences.entries()) {
    for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
    if (owner % every !== 0) continue;
    for (const item of new Set(items)) owners[item]?.push(owner);
  }
  return {
    counts,
    interactions: counts.reduce((sum, count) => sum + count, 0),
    owners: owners.map((of) => Int32Array.from(of)),
    ownerCount: sequences.length,
  };
}
