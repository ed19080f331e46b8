import { itemOf } from './shop.ts';
import { unitOf } from './unit-of.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
/** The buyers of the history: each bought several times, as in the demo shop. */
const BUYERS = 4_000;
const LINES = 3;
const SALT = { time: 31, user: 32, theme: 33, line: 34 } as const;

/**
 * One order of the past year, in Cartwise's own form. An order's items lie near each other in the catalogue, so that
 * there is something to learn.
 */
export function historyEvent(sequence: number, nowMs: number, items: number): object {
  const user = Math.floor(BUYERS * unitOf(sequence, SALT.user));
  const theme = Math.floor(
    items * unitOf(user + Math.floor(3 * unitOf(sequence, SALT.theme)), SALT.theme) ** 2,
  );
  const lines = Array.from({ length: LINES }, (_, line) => {
    const item = itemOf((theme + Math.floor(12 * unitOf(sequence, SALT.line + line))) % items);
    return { itemId: item.itemId, quantity: 1, priceMinor: Math.round(item.price * 100), currency: 'GBP' };
  });
  return {
    type: 'order_completed',
    eventId: `history-${sequence}`,
    userId: `user-${user}`,
    eventTime: Math.floor(nowMs - DAY_MS - (YEAR_MS - DAY_MS) * unitOf(sequence, SALT.time)),
    orderId: `history-order-${sequence}`,
    items: lines,
    totalMinor: lines.reduce((sum, { priceMinor }) => sum + priceMinor, 0),
    currency: 'GBP',
  };
}
