import { ScoreOrderRequest } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { itemOf, ITEMS } from '../../traffic/shop.ts';
import { unitOf } from '../../traffic/unit-of.ts';

const SALT = { customer: 61, bad: 62, basket: 63, stranger: 67 } as const;
const LINES = 3;
/** One order in twenty is an attack: an account with a past, but device, card, address and countries are new to it. */
export const BAD_SHARE = 0.05;

/** What a customer orders with, in plain text. */
export interface Customer {
  readonly userId: string;
  readonly deviceId: string;
  readonly cardFingerprint: string;
  readonly shippingAddress: string;
  readonly ip: string;
  readonly cardBin: string;
}

export function customerOf(index: number): Customer {
  return {
    userId: `customer-${index}`,
    deviceId: `device-of-customer-${index}`,
    cardFingerprint: `card-of-customer-${index}`,
    shippingAddress: `${index} High Street, Leeds, GB`,
    ip: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
    // A few hundred banks issue most cards.
    cardBin: String(400_000 + (index % 500)),
  };
}

/** An order at checkout by one of so many customers; the same number gives the same order but for its id. */
export function checkoutOrder(sequence: number, runId: string, customers: number): ScoreOrderRequest {
  const customer = customerOf(Math.floor(customers * unitOf(sequence, SALT.customer)));
  const isBad = unitOf(sequence, SALT.bad) < BAD_SHARE;
  const items = Array.from({ length: LINES }, (_, line) => {
    const item = itemOf(Math.floor(ITEMS * unitOf(sequence, SALT.basket + line)));
    return { itemId: item.itemId, quantity: isBad ? 5 : 1, priceMinor: Math.round(item.price * 100) };
  });
  return ScoreOrderRequest.fromPartial({
    order: {
      ...(isBad
        ? {
            ...customerOf(customers + Math.floor(1e9 * unitOf(sequence, SALT.stranger))),
            ...countries('US', 'NL'),
          }
        : { ...customer, ...countries('GB', 'GB') }),
      userId: customer.userId,
      orderId: `${runId}-${sequence}`,
      sessionId: `session-${sequence}`,
      items,
      total: {
        amountMinor: items.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * quantity, 0),
        currency: 'GBP',
      },
      email: `${customer.userId}@mail.example`,
      userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
      paymentMethod: 'card',
      billingCountry: 'GB',
    },
  });
}

const countries = (cardCountry: string, shippingCountry: string) => ({ cardCountry, shippingCountry });
