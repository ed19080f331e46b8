import { ORDER_FEATURES } from './definitions/order-feature-definitions.ts';
import { OrderContext, type Aggregates } from './order-context.ts';
import type { Order } from './order.ts';

/** Named values a rule can speak of; undefined where the order does not say. */
export type Facts = Readonly<Record<string, number | string | undefined>>;

/** The features of an order as plain values under the same names, and its texts beside them. */
export function orderFacts(order: Order, aggregates: Aggregates, nowMs: number): Facts {
  const context = new OrderContext(order, aggregates, nowMs);
  const facts: Record<string, number | string | undefined> = {
    currency: order.currency,
    billing_country: order.billingCountry,
    shipping_country: order.shippingCountry,
    card_country: order.cardCountry,
    email_domain: order.emailDomain,
    payment_method: order.paymentMethod,
    time_zone: order.timeZone,
  };
  for (const { name, value } of ORDER_FEATURES) facts[name] = value(context);
  return facts;
}
