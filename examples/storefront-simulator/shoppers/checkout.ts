import { Decision } from '../../../clients/typescript/src/index.ts';
import type { ShopItem } from '../catalogue/shop-item.ts';
import { cardFields, CURRENCY, products, totalMinor, type Visitor } from '../traffic/storefront-event.ts';
import type { World } from '../traffic/world.ts';
import type { Person } from './shopper.ts';

export interface Purchase {
  readonly orderId: string;
  readonly visitor: Visitor;
  readonly person: Pick<Person, 'email' | 'card' | 'country' | 'address'>;
  readonly shippingCountry?: string;
  readonly items: readonly ShopItem[];
  readonly coupon?: string;
  /** The first attempt to pay fails, as it does when somebody mistypes. */
  readonly isDeclinedFirst?: boolean;
  send(name: string, properties: object): void;
}

/**
 * From the cart to the order, as a shop does it: the order is scored first; one that is declined is not taken, one to
 * review is. Resolves to the decision, or to nothing where no answer came; a shop sells then too.
 */
export async function checkout(world: World, purchase: Purchase): Promise<Decision | undefined> {
  const { orderId, visitor, person, items, coupon, send } = purchase;
  const lines = products(items);
  const amountMinor = totalMinor(items);
  const total = { total: amountMinor / 100, currency: CURRENCY };
  const couponField = coupon === undefined ? {} : { coupon };
  send('Checkout Started', { checkout_id: orderId, products: lines, ...total, ...couponField });
  const decision = await world.scoreOrder({
    orderId,
    userId: visitor.userId ?? '',
    anonymousId: visitor.anonymousId,
    items: items.map(({ itemId, priceMinor }) => ({ itemId, quantity: 1, priceMinor })),
    total: { amountMinor, currency: CURRENCY },
    email: person.email,
    ip: visitor.ip,
    deviceId: visitor.deviceId,
    userAgent: visitor.userAgent,
    cardFingerprint: person.card.fingerprint,
    cardBin: person.card.bin,
    cardCountry: person.card.country,
    paymentMethod: 'card',
    billingCountry: person.country,
    shippingCountry: purchase.shippingCountry ?? person.country,
    shippingAddress: person.address,
    coupon: coupon ?? '',
  });
  if (decision === Decision.DECISION_DECLINE) return decision;
  const payment = {
    amount: amountMinor / 100,
    currency: CURRENCY,
    order_id: orderId,
    ...cardFields(person.card),
  };
  if (purchase.isDeclinedFirst === true) send('Payment Attempted', { ...payment, status: 'declined' });
  send('Payment Attempted', { ...payment, status: 'authorised' });
  send('Order Completed', {
    order_id: orderId,
    products: lines,
    ...total,
    ...couponField,
    payment_method: 'card',
    ...cardFields(person.card),
    email: person.email,
    billing_country: person.country,
    shipping_country: purchase.shippingCountry ?? person.country,
    shipping_address: person.address,
  });
  return decision;
}
