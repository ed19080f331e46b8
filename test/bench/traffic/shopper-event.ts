import { itemOf, ITEMS, popularItem, USERS, type ShopItem } from './shop.ts';
import { unitOf } from './unit-of.ts';

const AGENT =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15';

/** The salt of each choice, so that they do not depend on each other. */
const SALT = { kind: 1, user: 2, item: 3, guest: 4, price: 5, decline: 6, basket: 7 } as const;

/** Events in a hundred; the rest are product views. Orders are some 2 % of events in the demo's year of browsing. */
const MIX = [
  ['Order Completed', 2],
  ['Payment Attempted', 3],
  ['Checkout Started', 3],
  ['Product Added', 10],
  ['Product List Viewed', 8],
  ['Products Searched', 6],
] as const;

/** Of a hundred attempts to pay so many are declined. */
const DECLINED_SHARE = 0.06;
/** Visitors who browse without an account. */
const GUEST_SHARE = 0.4;

/**
 * One event of a shop's traffic as Segment's libraries send it, some 600 bytes of JSON. The sequence number alone
 * decides what it is; `runId` makes its ids unique.
 */
export function shopperEvent(sequence: number, runId: string, timeMs: number): object {
  const name = nameOf(unitOf(sequence, SALT.kind));
  const user = Math.floor(USERS * unitOf(sequence, SALT.user));
  const isGuest = !isOfAccount(name) && unitOf(sequence, SALT.guest) < GUEST_SHARE;
  const item = popularItem(unitOf(sequence, SALT.item));
  return {
    type: 'track',
    event: name,
    messageId: `${runId}-${sequence}`,
    anonymousId: `visitor-${user}`,
    ...(isGuest ? {} : { userId: `user-${user}` }),
    timestamp: new Date(timeMs).toISOString(),
    context: contextOf(user, item),
    properties: propertiesOf(name, sequence, user, item, runId),
  };
}

type EventName = (typeof MIX)[number][0] | 'Product Viewed';

function nameOf(unit: number): EventName {
  let percent = unit * 100;
  for (const [name, share] of MIX) {
    percent -= share;
    if (percent < 0) return name;
  }
  return 'Product Viewed';
}

const isOfAccount = (name: EventName) => name === 'Order Completed' || name === 'Payment Attempted';

function contextOf(user: number, item: ShopItem): object {
  return {
    // Two accounts share a household's address.
    ip: `10.${(user >> 17) & 255}.${(user >> 9) & 255}.${(user >> 1) & 255}`,
    userAgent: AGENT,
    locale: 'en-GB',
    page: {
      url: `https://shop.example/p/${item.itemId}`,
      referrer: 'https://shop.example/',
      title: item.title,
    },
    device: { id: `device-${user}`, type: 'desktop' },
  };
}

function propertiesOf(
  name: EventName,
  sequence: number,
  user: number,
  item: ShopItem,
  runId: string,
): object {
  switch (name) {
    case 'Product Viewed':
      return productOf(item);
    case 'Product Added':
      return { ...productOf(item), cart_id: `cart-${user}`, quantity: 1 };
    case 'Products Searched':
      return { query: item.title.toLowerCase(), results_count: 24 };
    case 'Product List Viewed':
      return { list_id: 'category', category: item.productType, products: basketOf(sequence, 6) };
    case 'Checkout Started':
      return { checkout_id: `${runId}-c-${sequence}`, ...amountsOf(basketOf(sequence, 3)) };
    case 'Payment Attempted':
      return paymentOf(sequence, user, item, runId);
    case 'Order Completed':
      return {
        order_id: `${runId}-o-${sequence}`,
        ...amountsOf(basketOf(sequence, 3)),
        payment_method: 'card',
        ...cardOf(user),
        email: `user-${user}@mail.example`,
        shipping_address: { street: `${user} High Street`, city: 'Leeds', country: 'GB' },
      };
  }
}

function paymentOf(sequence: number, user: number, item: ShopItem, runId: string): object {
  const isDeclined = unitOf(sequence, SALT.decline) < DECLINED_SHARE;
  return {
    payment_id: `${runId}-p-${sequence}`,
    amount: item.price,
    currency: 'GBP',
    status: isDeclined ? 'declined' : 'authorised',
    ...cardOf(user),
  };
}

const cardOf = (user: number) => ({
  card_fingerprint: `card-${user}`,
  card_bin: '424242',
  card_country: 'GB',
});

const productOf = ({ itemId, title, productType, brand, price }: ShopItem) => ({
  product_id: itemId,
  name: title,
  category: productType,
  brand,
  price,
  currency: 'GBP',
});

function basketOf(sequence: number, lines: number) {
  return Array.from({ length: lines }, (_, line) => {
    const item = itemOf(Math.floor(ITEMS * unitOf(sequence, SALT.basket + line) ** 3));
    return { product_id: item.itemId, name: item.title, price: item.price, quantity: 1 };
  });
}

function amountsOf(products: readonly { readonly price: number }[]): object {
  const total = products.reduce((sum, { price }) => sum + price, 0);
  return { products, total: Math.round(total * 100) / 100, currency: 'GBP' };
}
