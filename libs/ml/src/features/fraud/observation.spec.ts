import { describe, expect, it } from '@jest/globals';
import { Event } from '#contracts';
import { observationOf } from './observation.ts';

const RECEIVED_AT = 1_764_000_000_000;
const HOUR_MS = 3_600_000;

const decline = (eventTime: number): Event =>
  Event.parse({
    type: 'payment_attempted',
    eventId: 'attempt',
    schemaVersion: 1,
    shopId: 'demo',
    userId: 'ann',
    eventTime,
    sentAt: eventTime,
    receivedAt: RECEIVED_AT,
    source: 'http',
    context: {},
    consent: { analytics: true, personalisation: true },
    amountMinor: 100,
    currency: 'GBP',
    status: 'declined',
  });

describe('the time of an observation', () => {
  it('is when it happened', () => {
    expect(observationOf(decline(RECEIVED_AT - HOUR_MS))?.timeMs).toBe(RECEIVED_AT - HOUR_MS);
  });

  it('is never after we received it: a clock that runs ahead must not empty the windows', () => {
    expect(observationOf(decline(RECEIVED_AT + 23 * HOUR_MS))?.timeMs).toBe(RECEIVED_AT);
  });
});
