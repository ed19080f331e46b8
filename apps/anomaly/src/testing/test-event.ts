import { Event, type EventOf, type EventType, type ShopId } from '#contracts';

export const TEST_SHOP_ID = 'demo' as ShopId;
export const TEST_TIME_MS = Date.UTC(2026, 10, 1, 12);

let made = 0;

/** A valid event with a new id; `fields` say what the test is about. */
export function testEvent<T extends EventType>(
  type: T,
  fields: Readonly<Record<string, unknown>> = {},
): EventOf<T> {
  const eventTime = Number(fields['eventTime'] ?? TEST_TIME_MS);
  // Parsed with this type.
  return Event.parse({
    type,
    eventId: `event-${(made += 1)}`,
    schemaVersion: 1,
    shopId: TEST_SHOP_ID,
    userId: 'ann',
    eventTime,
    sentAt: eventTime,
    receivedAt: Math.max(TEST_TIME_MS, eventTime),
    source: 'http',
    context: {},
    consent: { analytics: true, personalisation: true },
    ...fields,
  }) as EventOf<T>;
}

/** The same event, happened and received at another time. */
export function movedTo<E extends Event>(event: E, timeMs: number): E {
  return { ...event, eventTime: timeMs, sentAt: timeMs, receivedAt: timeMs };
}

/** 32 hexadecimal digits, as a keyed hash has. */
export const testHash = (name: string): string =>
  Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32);

export function testOrder(orderId: string, fields: Readonly<Record<string, unknown>> = {}) {
  return testEvent('order_completed', {
    orderId,
    items: [{ itemId: 'mug', quantity: 1, priceMinor: 1500 }],
    totalMinor: 1500,
    currency: 'GBP',
    ...fields,
  });
}

/** A thief with a list of stolen cards: one device, one address, card after card, declined within minutes. */
export function cardTestingBurst(attempts: number) {
  return Array.from({ length: attempts }, (_, i) =>
    testEvent('payment_attempted', {
      userId: `guest-${i % 3}`,
      eventTime: TEST_TIME_MS + i * 10_000,
      amountMinor: 100,
      currency: 'GBP',
      status: 'declined',
      cardHash: testHash(`card-${i}`),
      context: { deviceId: 'thief-phone', ipHash: testHash('thief-ip') },
    }),
  );
}
