import type { Event } from '#contracts';
import type { Rfm } from '#contracts/generated/cartwise/profile/v1/profile';
import { NO_ORDERS } from './empty-profile.ts';

/**
 * What an event adds to recency, frequency and monetary value. Only amounts in the shop's currency are summed: there
 * are no exchange rates here, and a sum of mixed currencies means nothing.
 */
export function ordersOf(event: Event, shopCurrency: string): Rfm {
  switch (event.type) {
    case 'order_completed':
      return {
        ...NO_ORDERS,
        lastOrderMs: event.eventTime,
        orders: 1,
        ...spent(event.totalMinor, event.currency, shopCurrency),
      };
    case 'order_refunded':
      return { ...NO_ORDERS, refunds: 1, ...spent(-event.amountMinor, event.currency, shopCurrency) };
    default:
      return NO_ORDERS;
  }
}

export function mergeOrders(one: Rfm = NO_ORDERS, other: Rfm = NO_ORDERS): Rfm {
  if (other === NO_ORDERS) return one;
  return {
    lastOrderMs: Math.max(one.lastOrderMs, other.lastOrderMs),
    orders: one.orders + other.orders,
    spentMinor: one.spentMinor + other.spentMinor,
    currency: one.currency || other.currency,
    refunds: one.refunds + other.refunds,
  };
}

function spent(amountMinor: number, currency: string, shopCurrency: string) {
  return currency === shopCurrency ? { spentMinor: amountMinor, currency } : {};
}
