import { ORDER_FEATURE_NAMES } from './order-features.ts';
import type { Order } from './order.ts';

/** Named values a rule can speak of; undefined where the order does not say. */
export type Facts = Readonly<Record<string, number | string | undefined>>;

/** What orderValues gives of an order under its names, and its texts beside it. */
export function orderFacts(order: Order, values: Float64Array): Facts {
  const facts: Record<string, number | string | undefined> = {
    currency: order.currency,
    billing_country: order.billingCountry,
    shipping_country: order.shippingCountry,
    card_country: order.cardCountry,
    email_domain: order.emailDomain,
    payment_method: order.paymentMethod,
    time_zone: order.timeZone,
  };
  for (const [column, name] of ORDER_FEATURE_NAMES.entries()) facts[name] = values[column];
  return facts;
}
