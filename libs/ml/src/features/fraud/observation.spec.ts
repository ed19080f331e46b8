import { describe, expect, it } from '@jest/globals';
import { Event, type EventOf, type EventType } from '#contracts';
import { chargebackObservation, observationOf, occurredAtMs } from './observation.ts';
import { OrderReplay } from './order-replay.ts';

const HOUR_MS = 3_600_000;
const RECEIVED_MS = Date.UTC(2026, 0, 15, 12);

function event<T extends EventType>(type: T, fields: Readonly<Record<string, unknown>>): EventOf<T> {
  // Parsed with this type.
  return Event.parse({
    type,
    eventId: 'e1',
    schemaVersion: 1,
    shopId: 'demo',
    userId: 'ann',
    eventTime: RECEIVED_MS,
    sentAt: RECEIVED_MS,
    receivedAt: RECEIVED_MS,
    source: 'http',
    context: { deviceId: 'phone' },
    consent: { analytics: true, personalisation: true },
    ...fields,
  }) as EventOf<T>;
}

const order = (fields: Readonly<Record<string, unknown>>) =>
  event('order_completed', {
    orderId: 'o1',
    items: [{ itemId: 'mug', quantity: 1, priceMinor: 1500 }],
    totalMinor: 1500,
    currency: 'GBP',
    ...fields,
  });
const chargeback = (fields: Readonly<Record<string, unknown>>) =>
  event('chargeback_received', { orderId: 'o1', amountMinor: 1500, currency: 'GBP', ...fields });

describe('the time of an observation', () => {
  it("is the sender's where the event came late", () => {
    const late = order({ eventTime: RECEIVED_MS - 72 * HOUR_MS });
    expect(observationOf(late)).toEqual({
      kind: 'order',
      timeMs: RECEIVED_MS - 72 * HOUR_MS,
      amountMinor: 1500,
      entities: { user: 'u:ann', device: 'phone' },
    });
  });

  it("is ours where the sender's clock is ahead", () => {
    const fast = order({ eventTime: RECEIVED_MS + 23 * HOUR_MS });
    expect(observationOf(fast)?.timeMs).toBe(RECEIVED_MS);
    expect(occurredAtMs(fast)).toBe(RECEIVED_MS);
  });

  it('is that of the notice for a chargeback, and no later than we were told', () => {
    const at = (fields: Readonly<Record<string, unknown>>) =>
      chargebackObservation(chargeback(fields), { user: 'u:ann' }).timeMs;
    expect(at({})).toBe(RECEIVED_MS);
    expect(at({ receivedTime: RECEIVED_MS - HOUR_MS })).toBe(RECEIVED_MS - HOUR_MS);
    expect(at({ receivedTime: RECEIVED_MS + HOUR_MS })).toBe(RECEIVED_MS);
    expect(at({ eventTime: RECEIVED_MS + HOUR_MS })).toBe(RECEIVED_MS);
  });

  it('is the same in training', () => {
    expect(new OrderReplay().apply(order({ eventTime: RECEIVED_MS + 5 * HOUR_MS }))?.timeMs).toBe(
      RECEIVED_MS,
    );
  });
});

describe('what an event says for velocity', () => {
  it.each(['authorised', 'declined'])('tells a payment that was %s from the other kind', (status) => {
    const payment = event('payment_attempted', { amountMinor: 100, currency: 'GBP', status });
    expect(observationOf(payment)?.kind).toBe(status === 'declined' ? 'decline' : 'payment');
  });

  it('is nothing for browsing', () => {
    expect(observationOf(event('page_viewed', {}))).toBeUndefined();
  });
});
