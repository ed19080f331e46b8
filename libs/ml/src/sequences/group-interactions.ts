import type { Interactions } from './history.ts';

/** A pause this long ends a visit: the usual session time-out of web analytics. */
export const SESSION_GAP_MS = 30 * 60_000;

/** Parallel arrays, oldest first. */
export interface RawInteractions {
  readonly items: ArrayLike<number>;
  readonly kinds: ArrayLike<number>;
  readonly timesMs: ArrayLike<number>;
}

/**
 * Groups what a shopper did into visits and folds a funnel into one entry: view, cart and purchase of one item in a
 * row, or the purchase of an item already in the visit, are one interaction of the strongest kind. Coming back to an
 * item later in the visit stays an interaction of its own. Training and serving both call this.
 */
export function groupInteractions({ items, kinds, timesMs }: RawInteractions): Interactions {
  const kept = {
    items: [] as number[],
    kinds: [] as number[],
    timesMs: [] as number[],
    groups: [] as number[],
  };
  const placeInVisit = new Map<number, number>();
  let group = 0;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] ?? 0;
    const kind = kinds[i] ?? 0;
    const timeMs = timesMs[i] ?? 0;
    if (i > 0 && timeMs - (timesMs[i - 1] ?? 0) > SESSION_GAP_MS) {
      group++;
      placeInVisit.clear();
    }
    const place = placeInVisit.get(item);
    const isStronger = place !== undefined && kind > (kept.kinds[place] ?? 0);
    if (place !== undefined && (isStronger || place === kept.items.length - 1 || kind > 0)) {
      kept.kinds[place] = Math.max(kind, kept.kinds[place] ?? 0);
      continue;
    }
    placeInVisit.set(item, kept.items.length);
    kept.items.push(item);
    kept.kinds.push(kind);
    kept.timesMs.push(timeMs);
    kept.groups.push(group);
  }
  return {
    items: Int32Array.from(kept.items),
    kinds: Uint8Array.from(kept.kinds),
    timesMs: Float64Array.from(kept.timesMs),
    groups: Int32Array.from(kept.groups),
  };
}
