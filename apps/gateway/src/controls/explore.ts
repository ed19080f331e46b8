import type { Candidate } from '../recommendation/candidate.ts';
import type { Random } from '#ml';

/** An item with the probability that it is on this page. */
export interface Placed extends Candidate {
  readonly propensity: number;
}

/** Items further down that may be drawn: the widest list a model gives is 300. */
const DRAWN_FROM_MAX = 100;

/** Of `count` places, how many a share of exploration takes: rounded, and at least one where it is not 0. */
export const exploringPlaces = (count: number, share: number): number =>
  share === 0 || count === 0 ? 0 : Math.max(1, Math.round(count * share));

/**
 * Fills `count` places: all but the last k from the top of the list, and these k by drawing without replacement, all
 * with the same chance, from the m ≤ 100 items that follow; the drawn ones stand in the order of the list. So the
 * propensity of an item at the top is 1, and of a drawn one exactly k / m.
 */
export function explore(
  list: readonly Candidate[],
  count: number,
  share: number,
  random: () => Random,
): readonly Placed[] {
  const exploring = exploringPlaces(Math.min(count, list.length), share);
  const top = list.slice(0, Math.min(count, list.length) - exploring);
  const further = list.slice(top.length, top.length + DRAWN_FROM_MAX);
  const drawn = exploring === 0 ? new Int32Array() : random().sample(further.length, exploring).sort();
  const propensity = exploring / further.length;
  return [
    ...top.map((candidate) => ({ ...candidate, propensity: 1 })),
    ...[...drawn].flatMap((index) => {
      const candidate = further[index];
      return candidate === undefined ? [] : [{ ...candidate, propensity }];
    }),
  ];
}
