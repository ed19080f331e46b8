import { describe, expect, it } from '@jest/globals';
import { Event, type EventType } from '#contracts';
import { SessionBook } from './session-book.ts';

const AT = Date.UTC(2026, 10, 1);
const MINUTE_MS = 60_000;
const mug = { itemId: 'mug', quantity: 1, priceMinor: 1_500 };
let made = 0;

function eventAt(
  minute: number,
  type: EventType,
  userId: string,
  fields: Readonly<Record<string, unknown>> = {},
) {
  const at = AT + minute * MINUTE_MS;
  return Event.parse({
    ...{ type, eventId: `e${(made += 1)}`, schemaVersion: 1, shopId: 'demo', userId },
    ...{ eventTime: at, sentAt: at, receivedAt: at, source: 'http', context: {} },
    ...{ consent: { analytics: true, personalisation: true }, ...fields },
  });
}

const order = (minute: number, userId: string, orderId: string) =>
  eventAt(minute, 'order_completed', userId, { orderId, items: [mug], totalMinor: 1_500, currency: 'GBP' });

const lengthsOf = (book: SessionBook, ...known: Parameters<SessionBook['labelled']>) =>
  book.labelled(...known).map(({ rows, isAttack }) => [rows.length, isAttack]);

describe('the sessions of a history', () => {
  it('end after half an hour, and are attacks where an order was fraud', () => {
    const book = new SessionBook();
    for (const event of [
      eventAt(0, 'logged_in', 'ann'),
      eventAt(1, 'login_failed', 'bob'),
      order(20, 'ann', 'o1'),
      order(51, 'ann', 'o2'),
      order(52, 'bob', 'o3'),
      eventAt(53, 'order_cancelled', 'ann', { orderId: 'o2' }),
    ]) {
      book.add(event);
    }
    const outcomes = new Map([
      ['o1', false],
      ['o2', true],
    ]);
    expect(lengthsOf(book, outcomes, [])).toEqual([
      [1, false],
      [2, false],
      [1, true],
      [1, false],
    ]);
  });

  it('are attacks where somebody was found to be a fraud at the time', () => {
    const book = new SessionBook();
    const phone = { context: { deviceId: 'phone' } };
    for (const minute of [0, 1, 100]) book.add(eventAt(minute, 'login_failed', 'ann', phone));
    const attacker = { kind: 'device', id: 'phone', atMs: AT + 2 * MINUTE_MS };
    expect(lengthsOf(book, new Map(), [attacker])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it('are those of a device, whoever is logged in, with their newest 50 events', () => {
    const book = new SessionBook();
    for (let number = 0; number < 60; number++) {
      book.add(eventAt(number, 'login_failed', `user-${number}`, { context: { deviceId: 'phone' } }));
    }
    expect(lengthsOf(book, new Map(), [])).toEqual([[50, false]]);
  });

  it('are kept one in ten where nothing but browsing happens', () => {
    const book = new SessionBook();
    for (let number = 0; number < 30; number++) {
      book.add(eventAt(0, 'product_viewed', `user-${number}`, { item: { itemId: 'mug' } }));
    }
    expect(lengthsOf(book, new Map(), [])).toHaveLength(3);
  });
});
