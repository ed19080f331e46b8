import type { Random } from '../random.ts';
import type { History, InteractionSequence } from '../sequences/history.ts';

const DAY_MS = 86_400_000;
export const CHECKERBOARD_ITEMS = 20;

/**
 * Test data with a known answer: even items go with even ones and odd with odd ones, in orders of three, two visits
 * a shopper. Whatever a history consists of, the rest of its colour is right and the other colour wrong.
 */
export function checkerboard(shoppers: number, random: Random): InteractionSequence[] {
  return Array.from({ length: shoppers }, (_, number) => {
    const items = Int32Array.from(
      random.sample(CHECKERBOARD_ITEMS / 2, 6),
      (half) => 2 * half + (number % 2),
    );
    return {
      owner: `u:${number}`,
      items,
      kinds: new Uint8Array(6).fill(3),
      timesMs: Float64Array.from(items, (_, place) => (number + (place < 3 ? 0 : 7)) * DAY_MS),
      groups: Int32Array.of(0, 0, 0, 1, 1, 1),
    };
  });
}

/** One open visit with these items. */
export function visit(items: readonly number[]): History {
  return {
    items: Int32Array.from(items),
    kinds: new Uint8Array(items.length).fill(3),
    timesMs: new Float64Array(items.length),
    groups: new Int32Array(items.length),
    nowMs: 0,
  };
}
