import type { EventOf } from '#contracts';
import { entitiesOf, type Entities } from './entities.ts';

/** What scoring knows of an order: the same from an event of the past and from a request at checkout. */
export interface Order {
  readonly amountMinor: number;
  readonly currency: string;
  /** Different items. */
  readonly lines: number;
  /** Pieces. */
  readonly quantity: number;
  /** Price of the dearest piece; 0 where no line has a price. */
  readonly itemPriceMaxMinor: number;
  readonly discountMinor: number;
  readonly hasCoupon: boolean;
  /** No user id: an anonymous visitor. */
  readonly isGuest: boolean;
  readonly billingCountry?: string;
  readonly shippingCountry?: string;
  readonly cardCountry?: string;
  readonly emailDomain?: string;
  readonly paymentMethod?: string;
  /** Of the shopper's clock, as "Europe/London". */
  readonly timeZone?: string;
  readonly entities: Entities;
}

/** The order an event tells of. */
export function orderOf(event: EventOf<'order_completed'>): Order {
  const { billingCountry, shippingCountry, cardCountry, emailDomain, paymentMethod } = event;
  const { timezone } = event.context;
  return {
    amountMinor: event.totalMinor,
    currency: event.currency,
    lines: event.items.length,
    quantity: event.items.reduce((sum, line) => sum + line.quantity, 0),
    itemPriceMaxMinor: event.items.reduce((most, line) => Math.max(most, line.priceMinor ?? 0), 0),
    discountMinor: event.discountMinor ?? 0,
    hasCoupon: event.coupon !== undefined,
    isGuest: event.userId === undefined,
    ...(billingCountry === undefined ? {} : { billingCountry }),
    ...(shippingCountry === undefined ? {} : { shippingCountry }),
    ...(cardCountry === undefined ? {} : { cardCountry }),
    ...(emailDomain === undefined ? {} : { emailDomain }),
    ...(paymentMethod === undefined ? {} : { paymentMethod }),
    ...(timezone === undefined ? {} : { timeZone: timezone }),
    entities: entitiesOf(event),
  };
}
