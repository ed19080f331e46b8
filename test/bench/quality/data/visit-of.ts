import type { History, InteractionSequence } from '#ml';

/** A visit without known times: its views, a second apart from `startMs` on. */
export function visitOf(owner: string, items: readonly number[], startMs: number): InteractionSequence {
  return {
    owner,
    items: Int32Array.from(items),
    kinds: new Uint8Array(items.length),
    timesMs: Float64Array.from(items, (_, place) => startMs + place * 1_000),
    groups: new Int32Array(items.length),
  };
}

/** What is known right after the first `length` interactions of a sequence. */
export function historyAfter(sequence: InteractionSequence, length: number): History {
  const { items, kinds, timesMs, groups } = sequence;
  return {
    items: items.subarray(0, length),
    kinds: kinds.subarray(0, length),
    timesMs: timesMs.subarray(0, length),
    groups: groups.subarray(0, length),
    nowMs: (timesMs[length - 1] ?? 0) + 1_000,
  };
}
