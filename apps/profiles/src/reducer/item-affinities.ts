import type { EventItem } from '#contracts';
import { InteractionKind, type Affinity } from '#contracts/generated/cartwise/profile/v1/profile';
import type { ItemSignal } from './item-signals.ts';

/** How much an interaction tells of taste. */
const WEIGHT_OF_KIND: Readonly<Partial<Record<InteractionKind, number>>> = {
  [InteractionKind.INTERACTION_KIND_VIEW]: 1,
  [InteractionKind.INTERACTION_KIND_WISHLIST]: 2,
  [InteractionKind.INTERACTION_KIND_CART]: 3,
  [InteractionKind.INTERACTION_KIND_PURCHASE]: 5,
};

/** "Home > Kitchen > Mugs" counts for "Home > Kitchen": deeper levels are too thin to prefer by. */
const CATEGORY_LEVELS = 2;

/** The weights of one event's items under a name, undecayed; an item without that name has none. */
export function affinitiesOf(
  signals: readonly ItemSignal[],
  nameOf: (item: EventItem) => string | undefined,
): readonly Affinity[] {
  if (signals.length === 0) return [];
  const weights = new Map<string, number>();
  for (const { item, kind } of signals) {
    const name = nameOf(item);
    if (name) weights.set(name, (weights.get(name) ?? 0) + (WEIGHT_OF_KIND[kind] ?? 0));
  }
  return Array.from(weights, ([name, weight]) => ({ name, weight }));
}

export function categoryName(item: EventItem): string | undefined {
  const levels = item.category?.split('>').map((level) => level.trim());
  return levels
    ?.filter((level) => level !== '')
    .slice(0, CATEGORY_LEVELS)
    .join(' > ');
}

export function brandName(item: EventItem): string | undefined {
  return item.brand?.trim();
}

/**
 * The price's binary order of magnitude in minor units: "10" is 1024 to 2047. Only prices in the shop's currency: a
 * hundred yen and a hundred pounds are not alike.
 */
export function priceBandName(item: EventItem, shopCurrency: string): string | undefined {
  if (item.priceMinor === undefined || (item.currency ?? shopCurrency) !== shopCurrency) return undefined;
  // Prices are below 2^30, so the leading bit tells floor(log2) exactly; a free item shares the band of 1.
  return String(31 - Math.clz32(Math.max(1, item.priceMinor)));
}
