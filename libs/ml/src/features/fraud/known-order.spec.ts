import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Event } from '#contracts';
import { KnownOrder, knownAtMs } from './known-order.ts';
import { ORDER_FEATURE_NAMES } from './order-features.ts';
import { OrderReplay, type OrderRow } from './order-replay.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './velocity-aggregate.ts';

const START_MS = Date.UTC(2026, 0, 15, 12);

let made = 0;
const event = (type: string, eventTime: number, receivedAt: number, fields: object = {}): Event =>
  Event.parse({
    type,
    eventId: `e${(made += 1)}`,
    schemaVersion: 1,
    shopId: 'demo',
    userId: 'ann',
    eventTime,
    sentAt: eventTime,
    receivedAt,
    source: 'http',
    context: { deviceId: 'phone' },
    consent: { analytics: true, personalisation: true },
    ...fields,
  });
const order = (orderId: string, eventTime: number, receivedAt = eventTime, fields: object = {}) =>
  event('order_completed', eventTime, receivedAt, {
    orderId,
    items: [{ itemId: 'mug', quantity: 1, priceMinor: 1500 }],
    totalMinor: 1500,
    currency: 'GBP',
    ...fields,
  });
const decline = (eventTime: number, receivedAt: number) =>
  event('payment_attempted', eventTime, receivedAt, { amountMinor: 1, currency: 'GBP', status: 'declined' });

/** As a history reads its archive: by event time. */
function inKnownOrder(events: readonly Event[]): readonly Event[] {
  const known = new KnownOrder();
  const byTime = [...events].sort((a, b) => a.eventTime - b.eventTime);
  return [...byTime.flatMap((each) => [...known.add(each)]), ...known.rest()];
}

function rowsOf(events: readonly Event[]): ReadonlyMap<string, OrderRow> {
  const replay = new OrderReplay();
  return new Map(
    inKnownOrder(events).flatMap((each) => {
      const row = replay.apply(each);
      return row === undefined ? [] : [[row.orderId, row]];
    }),
  );
}
const declinesOf = (row: OrderRow | undefined): number =>
  Math.round(Math.expm1(row?.features[ORDER_FEATURE_NAMES.indexOf('device_declines_24h')] ?? NaN));

describe('the order in which events became known', () => {
  it('is that of their receipt, whatever their own times', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            receivedAt: fc.integer({ min: START_MS, max: START_MS + 10 * DAY_MS }),
            delayMs: fc.integer({ min: -DAY_MS, max: 5 * DAY_MS }),
          }),
          { maxLength: 50 },
        ),
        (times) => {
          const events = times.map(({ receivedAt, delayMs }) =>
            event('logged_in', receivedAt - delayMs, receivedAt),
          );
          const known = inKnownOrder(events);
          expect(known.map(knownAtMs)).toEqual(events.map(knownAtMs).toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it('is that of the events for a history that was loaded at once', () => {
    const loadedMs = START_MS + 300 * DAY_MS;
    const [first, second] = [0, DAY_MS].map((later) =>
      order(`o${later}`, START_MS + later, loadedMs, { source: 'import' }),
    );
    expect(inKnownOrder([second, first].flatMap((each) => each ?? []))).toEqual([first, second]);
  });
});

describe('a replay', () => {
  it('does not count for an order what came after it was decided, though it happened before', () => {
    const rows = rowsOf([
      decline(START_MS, START_MS + 2 * HOUR_MS),
      order('before it came', START_MS + MINUTE_MS),
      order('after it came', START_MS + 3 * HOUR_MS),
    ]);
    expect(declinesOf(rows.get('before it came'))).toBe(0);
    expect(declinesOf(rows.get('after it came'))).toBe(1);
  });

  it('does not count for an order that came late what happened after it', () => {
    const rows = rowsOf([
      decline(START_MS - HOUR_MS, START_MS - HOUR_MS),
      order('late', START_MS, START_MS + 5 * HOUR_MS),
      decline(START_MS + HOUR_MS, START_MS + HOUR_MS),
    ]);
    expect(declinesOf(rows.get('late'))).toBe(1);
  });

  it('counts a chargeback from the day the shop was told of it', () => {
    const chargeback = event('chargeback_received', START_MS + 7 * DAY_MS, START_MS + 7 * DAY_MS, {
      orderId: 'bad',
      amountMinor: 1500,
      currency: 'GBP',
    });
    const rows = rowsOf([
      order('bad', START_MS),
      chargeback,
      order('before', START_MS + 6 * DAY_MS),
      order('after', START_MS + 8 * DAY_MS),
    ]);
    const chargebacks = (id: string) =>
      rows.get(id)?.features[ORDER_FEATURE_NAMES.indexOf('user_chargebacks_30d')];
    expect(chargebacks('before')).toBe(0);
    expect(chargebacks('after')).toBeCloseTo(Math.LN2);
  });
});
