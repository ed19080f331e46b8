import { Event, type EventType, type ShopId } from '#contracts';

export const TEST_SHOP_ID = 'demo' as ShopId;
export const TEST_CURRENCY = 'GBP';
export const TEST_TIME_MS = Date.UTC(2026, 10, 1);

let made = 0;

/** A valid event with a new id; `fields` say what the test is about. */
export function testEvent(type: EventType, fields: Readonly<Record<string, unknown>> = {}): Event {
  const eventTime = fields['eventTime'] ?? TEST_TIME_MS;
  return Event.parse({
    type,
    eventId: `event-${(made += 1)}`,
    schemaVersion: 1,
    shopId: TEST_SHOP_ID,
    ...(fields['anonymousId'] === undefined ? { userId: 'ann' } : {}),
    eventTime,
    sentAt: eventTime,
    receivedAt: TEST_TIME_MS,
    source: 'http',
    context: {},
    consent: { analytics: true, personalisation: true },
    ...fields,
  });
}
