import { ORDER_FEATURE_NAMES } from './order-features.ts';
import type { Order } from './order.ts';

export type FactValue = number | string | undefined;

/** What a rule can speak of, by name; undefined where it is not known. Looked up, for rules ask for a few of many. */
export type Facts = (name: string) => FactValue;

const COLUMNS: ReadonlyMap<string, number> = new Map(
  ORDER_FEATURE_NAMES.map((name, column) => [name, column]),
);

const TEXTS: ReadonlyMap<string, (order: Order) => string | undefined> = new Map([
  ['currency', (order: Order) => order.currency],
  ['billing_country', (order: Order) => order.billingCountry],
  ['shipping_country', (order: Order) => order.shippingCountry],
  ['card_country', (order: Order) => order.cardCountry],
  ['email_domain', (order: Order) => order.emailDomain],
  ['payment_method', (order: Order) => order.paymentMethod],
  ['time_zone', (order: Order) => order.timeZone],
]);

/** The texts that an order may tell. */
export const ORDER_TEXT_NAMES: readonly string[] = [...TEXTS.keys()];

/** What orderValues gives of an order under its names, and its texts beside it. */
export const orderFacts =
  (order: Order, values: Float64Array): Facts =>
  (name) => {
    const column = COLUMNS.get(name);
    return column === undefined ? TEXTS.get(name)?.(order) : values[column];
  };
