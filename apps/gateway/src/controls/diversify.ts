import type { ShopCatalogue } from '../catalogue/shop-catalogue.ts';
import type { Candidate } from '../recommendation/candidate.ts';
import { likeness, traitsOf, type Traits } from './item-likeness.ts';

/**
 * Maximal marginal relevance (Carbonell & Goldstein 1998): next comes the item i with the greatest
 * (1 − strength) × (1 − (rank_i − 1) / n) − strength × max over the chosen j of likeness(i, j),
 * until `count` are chosen; the others follow in their order. Strength 0 changes nothing. O(count × n).
 */
export function diversify(
  list: readonly Candidate[],
  strength: number,
  count: number,
  catalogue: ShopCatalogue,
): readonly Candidate[] {
  if (strength === 0) return list;
  const left = list.map((candidate, index) => ({
    candidate,
    relevance: 1 - index / list.length,
    traits: traitsOf(catalogue.find(candidate.itemId)),
    /** To the nearest of the chosen. */
    likest: 0,
  }));
  const chosen: Candidate[] = [];
  while (chosen.length < count && left.length > 0) {
    let best = 0;
    let bestValue = Number.NEGATIVE_INFINITY;
    for (const [index, { relevance, likest }] of left.entries()) {
      const value = (1 - strength) * relevance - strength * likest;
      if (value > bestValue) [best, bestValue] = [index, value];
    }
    const [taken] = left.splice(best, 1);
    if (taken === undefined) break;
    chosen.push(taken.candidate);
    compareWith(taken.traits, left);
  }
  return [...chosen, ...left.map(({ candidate }) => candidate)];
}

function compareWith(traits: Traits, left: readonly { readonly traits: Traits; likest: number }[]): void {
  for (const item of left) item.likest = Math.max(item.likest, likeness(item.traits, traits));
}
