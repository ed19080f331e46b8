import type { CatalogueItem, EpochMs, ItemId, ShopId } from '#contracts';
import {
  InteractionKind,
  Profile,
  type Interaction as ProfileInteraction,
} from '#contracts/generated/cartwise/profile/v1/profile';
import type { InteractionKind as Kind } from '#ml';
import { unitOf } from '../../traffic/unit-of.ts';

const SALT = { price: 81, stock: 82, taste: 83, length: 84, item: 85, kind: 86, visit: 87 } as const;
/** Departments; a shopper buys in one of them, mostly. */
const TASTES = 200;
const OTHER_TASTE_SHARE = 0.15;
const HISTORY = { least: 5, most: 30 } as const;
const PAST_DAYS = 90;
const VISIT_ITEMS = 4;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const OUT_OF_STOCK_SHARE = 0.05;

/** How large the shop is. */
export interface ShopSize {
  readonly items: number;
  readonly users: number;
}

export interface Interaction {
  readonly itemId: string;
  readonly kind: Kind;
  readonly timeMs: number;
}

export const itemIdOf = (index: number): ItemId => `sku-${index}` as ItemId;
export const userIdOf = (index: number): string => `user-${index}`;

/** An item of the catalogue; its department is its taste. */
export function catalogueItemOf(index: number, shopId: ShopId, nowMs: number): CatalogueItem {
  return {
    shopId,
    id: itemIdOf(index),
    title: `WHITE METAL LANTERN NUMBER ${index}`,
    link: `https://shop.example/products/white-metal-lantern-${index}`,
    imageLink: `https://images.shop.example/large/${index}.webp`,
    productType: `Home > Department ${index % TASTES}`,
    brand: `Brand ${index % 37}`,
    price: { amountMinor: Math.round(100 + 9_900 * unitOf(index, SALT.price)), currency: 'GBP' },
    availability: unitOf(index, SALT.stock) < OUT_OF_STOCK_SHARE ? 'out_of_stock' : 'in_stock',
    known: true,
    updatedAt: nowMs as EpochMs,
  };
}

/** What a shopper did in the past three months, oldest first: visits of a few items each, views mostly. */
export function historyOf(user: number, { items }: ShopSize, nowMs: number): readonly Interaction[] {
  const length = Math.floor(HISTORY.least + (HISTORY.most - HISTORY.least) * unitOf(user, SALT.length));
  const visits = Math.ceil(length / VISIT_ITEMS);
  return Array.from({ length }, (_, place) => {
    const visit = Math.floor(place / VISIT_ITEMS);
    const daysAgo = (PAST_DAYS * (visits - visit - unitOf(user * HISTORY.most + visit, SALT.visit))) / visits;
    return {
      itemId: tasteItem(user, place, items),
      kind: kindOf(unitOf(user * HISTORY.most + place, SALT.kind)),
      timeMs:
        Math.floor(nowMs - DAY_MS * daysAgo + MINUTE_MS * (place % VISIT_ITEMS)) - MINUTE_MS * VISIT_ITEMS,
    };
  });
}

/** The profile of that history. */
export function profileOf(user: number, size: ShopSize, nowMs: number): Profile {
  const history = historyOf(user, size, nowMs);
  return Profile.fromPartial({
    profileId: `u:${userIdOf(user)}`,
    version: 1,
    recent: history.map(recentOf),
    asOfMs: history.at(-1)?.timeMs ?? nowMs,
    firstSeenMs: history[0]?.timeMs ?? nowMs,
    categories: affinities('Home > Department', 5),
    brands: affinities('Brand', 5),
    priceBands: affinities('band', 3),
    purchasedItemIds: history.filter(({ kind }) => kind === 'purchase').map(({ itemId }) => itemId),
  });
}

/** The same profile after the shopper looked at one more item just now; `change` decides which, and the version. */
export function changedProfileOf(
  user: number,
  change: number,
  size: ShopSize,
  startMs: number,
  nowMs: number,
): Profile {
  const profile = profileOf(user, size, startMs);
  const viewed: Interaction = {
    itemId: tasteItem(user, HISTORY.most + change, size.items),
    kind: 'view',
    timeMs: nowMs,
  };
  return { ...profile, version: 2 + change, recent: [...profile.recent, recentOf(viewed)] };
}

/** Mostly of the shopper's own department; few items get most of the attention. */
function tasteItem(user: number, place: number, items: number): string {
  const sequence = user * 64 + place;
  const isOther = unitOf(sequence, SALT.item) < OTHER_TASTE_SHARE;
  const taste = Math.floor(TASTES * unitOf(isOther ? sequence : user, SALT.taste));
  const rank = Math.floor((items / TASTES) * unitOf(sequence, SALT.item + 10) ** 2);
  return itemIdOf(Math.min(items - 1, rank * TASTES + taste));
}

const kindOf = (unit: number): Kind => (unit < 0.8 ? 'view' : unit < 0.92 ? 'cart' : 'purchase');

const KINDS: Readonly<Record<Kind, InteractionKind>> = {
  view: InteractionKind.INTERACTION_KIND_VIEW,
  wishlist: InteractionKind.INTERACTION_KIND_WISHLIST,
  cart: InteractionKind.INTERACTION_KIND_CART,
  purchase: InteractionKind.INTERACTION_KIND_PURCHASE,
};

const affinities = (name: string, count: number) =>
  Array.from({ length: count }, (_, place) => ({ name: `${name} ${place}`, weight: 3 / (1 + place) }));

const recentOf = ({ itemId, kind, timeMs }: Interaction): ProfileInteraction => ({
  itemId,
  kind: KINDS[kind],
  eventTimeMs: timeMs,
});
