import { below, chance, pick, type Random } from '../random.ts';

/** One choice in so many is a whim: an item of another shopper's taste. */
const WHIM_SHARE = 0.15;

/**
 * What a shopper looks at next, by taste alone, whatever is shown: an item that the past customer with the same taste
 * bought, mostly near one another in that customer's history, as one visit has a purpose. Not seen before where there
 * is one left.
 */
export function chooseByTaste(
  random: Random,
  taste: readonly string[],
  last: string | undefined,
  seen: ReadonlySet<string>,
  everybody: readonly (readonly string[])[],
): string {
  if (chance(random, WHIM_SHARE)) return pick(random, pick(random, everybody));
  const left = taste.filter((itemId) => !seen.has(itemId));
  if (left.length === 0) return pick(random, taste);
  const at = last === undefined ? -1 : taste.indexOf(last);
  if (at < 0 || chance(random, 0.4)) return pick(random, left);
  // The nearest few that are left.
  const near = left.toSorted((a, b) => Math.abs(taste.indexOf(a) - at) - Math.abs(taste.indexOf(b) - at));
  return near[below(random, Math.min(5, near.length))] ?? pick(random, left);
}
