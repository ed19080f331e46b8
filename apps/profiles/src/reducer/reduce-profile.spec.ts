import { describe, expect, it } from '@jest/globals';
import type { Event } from '#contracts';
import { InteractionKind, type Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import { TEST_CURRENCY, TEST_TIME_MS, testEvent } from '../testing/test-event.ts';
import { AFFINITIES_MAX, AFFINITY_HALF_LIFE_MS } from './affinities.ts';
import { emptyProfile } from './empty-profile.ts';
import { PURCHASED_ITEMS_MAX } from './purchased-items.ts';
import { RECENT_MAX } from './recent-interactions.ts';
import { reduceProfile } from './reduce-profile.ts';

const fold = (events: readonly Event[]): Profile =>
  events.reduce((profile, event) => reduceProfile(profile, event, TEST_CURRENCY), emptyProfile('u:ann'));

const mug = {
  itemId: 'mug',
  brand: 'Potter',
  category: 'Home > Kitchen > Mugs',
  priceMinor: 1_200,
  currency: 'GBP',
};
const later = (ms: number) => ({ eventTime: TEST_TIME_MS + ms });

describe('the profile reducer', () => {
  it('keeps what the shopper did with items, oldest first, wherever the event stands on the log', () => {
    const { recent } = fold([
      testEvent('product_added', { item: { ...mug, quantity: 2 }, ...later(2) }),
      testEvent('product_viewed', { item: mug, ...later(1) }),
      testEvent('wishlist_added', { item: mug, ...later(3) }),
    ]);
    expect(recent).toEqual([
      { itemId: 'mug', kind: InteractionKind.INTERACTION_KIND_VIEW, eventTimeMs: TEST_TIME_MS + 1 },
      { itemId: 'mug', kind: InteractionKind.INTERACTION_KIND_CART, eventTimeMs: TEST_TIME_MS + 2 },
      { itemId: 'mug', kind: InteractionKind.INTERACTION_KIND_WISHLIST, eventTimeMs: TEST_TIME_MS + 3 },
    ]);
  });

  it('counts a view of a half-life ago half', () => {
    const { categories, brands, priceBands, asOfMs } = fold([
      testEvent('product_viewed', { item: mug }),
      testEvent('product_viewed', { item: mug, ...later(AFFINITY_HALF_LIFE_MS) }),
    ]);
    expect(asOfMs).toBe(TEST_TIME_MS + AFFINITY_HALF_LIFE_MS);
    expect(categories).toEqual([{ name: 'Home > Kitchen', weight: 1.5 }]);
    expect(brands).toEqual([{ name: 'Potter', weight: 1.5 }]);
    expect(priceBands).toEqual([{ name: '10', weight: 1.5 }]);
  });

  it('weighs a late event down to the time the sums are stated at', () => {
    const late = testEvent('product_viewed', { item: mug, ...later(-2 * AFFINITY_HALF_LIFE_MS) });
    expect(fold([testEvent('page_viewed'), late]).brands).toEqual([{ name: 'Potter', weight: 0.25 }]);
  });

  it('lets a purchase weigh five views, a cart three and a wish two', () => {
    const named = (brand: string) => ({ ...mug, brand, quantity: 1 });
    const { brands } = fold([
      testEvent('product_viewed', { item: named('viewed') }),
      testEvent('wishlist_added', { item: named('wished') }),
      testEvent('product_added', { item: named('added') }),
      testEvent('order_completed', {
        orderId: '1',
        items: [named('bought')],
        totalMinor: 1,
        currency: 'GBP',
      }),
    ]);
    expect(brands.map(({ name, weight }) => [name, weight])).toEqual([
      ['bought', 5],
      ['added', 3],
      ['wished', 2],
      ['viewed', 1],
    ]);
  });

  it('has no affinity for what an event does not name, nor for a price in foreign money', () => {
    const { categories, brands, priceBands } = fold([
      testEvent('product_viewed', { item: { itemId: 'x', category: ' > ', priceMinor: 5, currency: 'JPY' } }),
    ]);
    expect([categories, brands, priceBands]).toEqual([[], [], []]);
  });

  it('takes refunds off what was spent and leaves other currencies out of the sum', () => {
    const order = (totalMinor: number, currency: string, ms: number) =>
      testEvent('order_completed', {
        orderId: `o${ms}`,
        items: [{ ...mug, quantity: 1 }],
        totalMinor,
        currency,
        ...later(ms),
      });
    const { rfm } = fold([
      order(5_000, 'GBP', 10),
      order(70_000, 'JPY', 20),
      testEvent('order_refunded', { orderId: 'o10', amountMinor: 1_500, currency: 'GBP', ...later(30) }),
    ]);
    expect(rfm).toEqual({
      lastOrderMs: TEST_TIME_MS + 20,
      orders: 2,
      spentMinor: 3_500,
      currency: 'GBP',
      refunds: 1,
    });
  });

  it('counts the steps of the funnel and dates the account', () => {
    const profile = fold([
      testEvent('product_viewed', { item: mug, ...later(1) }),
      testEvent('products_searched', { query: 'mug', ...later(2) }),
      testEvent('recommendation_clicked', { recommendationId: 'r', itemId: 'mug', ...later(3) }),
      testEvent('product_added', { item: { ...mug, quantity: 1 }, ...later(4) }),
      testEvent('checkout_started', { items: [], ...later(5) }),
      testEvent('signed_up', later(6)),
      testEvent('logged_in', later(7)),
      testEvent('logged_in', later(6)),
    ]);
    expect(profile.counts).toEqual({
      views: 1,
      carts: 1,
      searches: 1,
      checkouts: 1,
      recommendationClicks: 1,
    });
    expect(profile).toMatchObject({
      firstSeenMs: TEST_TIME_MS + 1,
      signedUpMs: TEST_TIME_MS + 6,
      lastLoginMs: TEST_TIME_MS + 7,
    });
  });

  it('stays within its bounds', () => {
    const lines = Array.from({ length: PURCHASED_ITEMS_MAX }, (_, index) => ({
      itemId: `item-${index}`,
      brand: `brand-${index}`,
      quantity: 1,
    }));
    const order = (first: number) =>
      testEvent('order_completed', {
        orderId: 'o',
        items: lines.map((line) => ({ ...line, itemId: `${line.itemId}-${first}` })),
        totalMinor: 1,
        currency: 'GBP',
        ...later(first),
      });
    const profile = fold([order(1), order(2)]);
    expect(profile.recent).toHaveLength(RECENT_MAX);
    expect(profile.brands).toHaveLength(AFFINITIES_MAX);
    expect(profile.purchasedItemIds).toEqual(lines.map(({ itemId }) => `${itemId}-2`));
  });

  it('moves an item that is bought again to the end', () => {
    const order = (...itemIds: string[]) =>
      testEvent('order_completed', {
        orderId: 'o',
        items: itemIds.map((itemId) => ({ itemId, quantity: 1 })),
        totalMinor: 1,
        currency: 'GBP',
      });
    expect(fold([order('a', 'b'), order('c', 'a')]).purchasedItemIds).toEqual(['b', 'c', 'a']);
  });
});
