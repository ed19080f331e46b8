import type { InteractionSequence } from '../sequences/history.ts';

/** One shopper's only visit, at time 0: all of one kind, or each of its own. */
export function oneVisit(
  items: readonly number[],
  kinds: number | readonly number[] = 0,
): InteractionSequence {
  return {
    owner: 'u:1',
    items: Int32Array.from(items),
    kinds: Uint8Array.from(items, (_, i) => (typeof kinds === 'number' ? kinds : (kinds[i] ?? 0))),
    timesMs: new Float64Array(items.length),
    groups: new Int32Array(items.length),
  };
}
