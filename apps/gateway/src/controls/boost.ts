import type { ShopCatalogue } from '../catalogue/shop-catalogue.ts';
import type { Candidate } from '../recommendation/candidate.ts';
import type { Boost } from './controls.ts';

/**
 * The list in the order of rank / Π factors of the boosts that are true of an item; rank counts from 1. Goes by places
 * and not by scores, because each strategy has a scale of its own, which may be below 0: a factor of 4 does the same in
 * every list. Equal ones keep their order.
 */
export function boost(
  list: readonly Candidate[],
  boosts: readonly Boost[],
  catalogue: ShopCatalogue,
): readonly Candidate[] {
  if (boosts.length === 0) return list;
  return list
    .map((candidate, index) => ({
      candidate,
      place: (index + 1) / factorOf(candidate.itemId, boosts, catalogue),
    }))
    .sort((a, b) => a.place - b.place)
    .map(({ candidate }) => candidate);
}

function factorOf(itemId: string, boosts: readonly Boost[], catalogue: ShopCatalogue): number {
  const item = catalogue.find(itemId);
  if (item === undefined) return 1;
  return boosts.reduce((product, { matches, factor }) => (matches(item) ? product * factor : product), 1);
}
