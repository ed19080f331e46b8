import fc from 'fast-check';
import type { Event } from '#contracts';
import { TEST_TIME_MS, testEvent } from './test-event.ts';

const item = fc.record(
  {
    itemId: fc.constantFrom('a', 'b', 'c', 'd'),
    brand: fc.constantFrom('Potter', 'Weaver', ' '),
    category: fc.constantFrom('Home', 'Home > Kitchen > Mugs', 'Garden > Tools'),
    priceMinor: fc.nat(100_000),
    currency: fc.constantFrom('GBP', 'EUR'),
  },
  { requiredKeys: ['itemId'] },
);
const line = item.map((fields) => ({ ...fields, quantity: 1 }));
const money = { currency: fc.constantFrom('GBP', 'EUR') };

const fieldsOfType = {
  page_viewed: fc.constant({}),
  signed_up: fc.constant({}),
  logged_in: fc.constant({}),
  products_searched: fc.record({ query: fc.constant('mug') }),
  product_viewed: fc.record({ item }),
  wishlist_added: fc.record({ item }),
  product_added: fc.record({ item: line }),
  checkout_started: fc.record({ items: fc.array(line, { maxLength: 3 }) }),
  order_completed: fc.record({
    orderId: fc.constant('o'),
    items: fc.array(line, { minLength: 1, maxLength: 4 }),
    totalMinor: fc.nat(1_000_000),
    ...money,
  }),
  order_refunded: fc.record({ orderId: fc.constant('o'), amountMinor: fc.nat(1_000_000), ...money }),
} as const;

/** Any event that a profile is made of, within two years. */
export const anyEvent: fc.Arbitrary<Event> = fc
  .constantFrom(...(Object.keys(fieldsOfType) as (keyof typeof fieldsOfType)[]))
  .chain((type) =>
    fc
      .tuple(fieldsOfType[type] as fc.Arbitrary<object>, fc.nat(2 * 365 * 86_400_000))
      .map(([fields, ageMs]) => testEvent(type, { ...fields, eventTime: TEST_TIME_MS - ageMs })),
  );
