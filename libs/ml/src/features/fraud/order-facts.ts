import type { Order } from './order.ts';
import type { Aggregates } from './order-column.ts';
import { ORDER_COLUMNS } from './order-columns.ts';

/** Named values a rule can speak of; undefined where the order does not say. */
export type Facts = Readonly<Record<string, number | string | undefined>>;

/** The features of an order as plain values under the same names, and its texts beside them. */
export function orderFacts(order: Order, aggregates: Aggregates, nowMs: number): Facts {
  const context = { order, aggregates, nowMs };
  return {
    ...Object.fromEntries(ORDER_COLUMNS.map((column) => [column.name, column.value(context)])),
    currency: order.currency,
    billing_country: order.billingCountry,
    shipping_country: order.shippingCountry,
    card_country: order.cardCountry,
    email_domain: order.emailDomain,
    payment_method: order.paymentMethod,
  };
}
