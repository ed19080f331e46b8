import type { Random } from '../random.ts';
import type { InteractionSequence } from '../sequences/history.ts';
import { INTERACTION_KINDS } from '../sequences/interaction.ts';

const DAY_MS = 86_400_000;
const FAMILIES = 8;
const FAMILY_SIZE = 8;
export const NOISY_ITEMS = FAMILIES * FAMILY_SIZE;
const VISITS = 4;
const VIEWS = 3;
const CARTS = 2;
const [VIEW, CART] = [INTERACTION_KINDS.indexOf('view'), INTERACTION_KINDS.indexOf('cart')];

export const familyOf = (item: number): number => item % FAMILIES;

/**
 * Test data with a known answer: a shopper carts items of one family, which says all about the next cart, and looks at
 * anything in between, which says nothing. Visits of five interactions, carts last.
 */
export function noisyViews(shoppers: number, random: Random): InteractionSequence[] {
  return Array.from({ length: shoppers }, (_, number) => {
    const [items, kinds, timesMs, groups]: number[][] = [[], [], [], []];
    for (let visit = 0; visit < VISITS; visit++) {
      const carts = random.sample(FAMILY_SIZE, CARTS);
      for (let place = 0; place < VIEWS + CARTS; place++) {
        const isView = place < VIEWS;
        const family = number % FAMILIES;
        items?.push(isView ? random.integer(NOISY_ITEMS) : family + FAMILIES * (carts[place - VIEWS] ?? 0));
        kinds?.push(isView ? VIEW : CART);
        timesMs?.push((number + 7 * visit) * DAY_MS);
        groups?.push(visit);
      }
    }
    return {
      owner: `u:${number}`,
      items: Int32Array.from(items ?? []),
      kinds: Uint8Array.from(kinds ?? []),
      timesMs: Float64Array.from(timesMs ?? []),
      groups: Int32Array.from(groups ?? []),
    };
  });
}
