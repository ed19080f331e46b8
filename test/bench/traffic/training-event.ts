import type { Event } from '#contracts';
import { unitOf } from './unit-of.ts';

/** Events of one visit, and visits under way at a time: their events come in turns. */
const VISIT_EVENTS = 8;
const VISITS_AT_ONCE = 25;
const BLOCK_EVENTS = VISIT_EVENTS * VISITS_AT_ONCE;
/** Customers come back: a year of ten million events has about three visits of each. */
const EVENTS_PER_USER = 25;
const ITEMS = 50_000;
/** Items of a customer's taste, beside each other in the catalogue. */
const TASTE_ITEMS = 40;
const SALT = { user: 91, taste: 92, item: 93, kind: 94 } as const;

/** A year of a large shop's browsing and buying, as the archive keeps it. */
export interface TrainingTraffic {
  readonly shopId: string;
  readonly events: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Event `sequence` of the traffic, later than the one before; the sequence number alone decides what it is. Eight in ten
 * are views, the rest carts and orders, each with what fraud training reads.
 */
export function trainingEvent(sequence: number, traffic: TrainingTraffic): Event {
  const { shopId, events, fromMs, untilMs } = traffic;
  const block = Math.floor(sequence / BLOCK_EVENTS);
  const visit = block * VISITS_AT_ONCE + (sequence % VISITS_AT_ONCE);
  const user = Math.floor(unitOf(visit, SALT.user) * Math.max(1, events / EVENTS_PER_USER));
  const eventTime = Math.floor(fromMs + ((untilMs - fromMs) * sequence) / events);
  const unit = unitOf(sequence, SALT.kind);
  const envelope = {
    eventId: `training-${String(sequence).padStart(9, '0')}`,
    schemaVersion: 1,
    shopId,
    userId: `user-${user}`,
    sessionId: `visit-${visit}`,
    eventTime,
    sentAt: eventTime,
    receivedAt: eventTime,
    source: 'http',
    context: { deviceId: `device-${user}`, deviceType: 'desktop', ipPrefix: `10.${user & 255}.0.0/24` },
    consent: { analytics: true, personalisation: true },
  };
  const item = { itemId: `item-${itemOf(user, sequence)}`, priceMinor: 1_500, currency: 'GBP' };
  // What a door would have parsed: the archive keeps it as it is.
  return { ...envelope, ...bodyOf(unit, sequence, item) } as unknown as Event;
}

function bodyOf(unit: number, sequence: number, item: object): object {
  if (unit < 0.8) return { type: 'product_viewed', item };
  if (unit < 0.95) return { type: 'product_added', item: { ...item, quantity: 1 } };
  return {
    type: 'order_completed',
    orderId: `order-${sequence}`,
    items: [{ ...item, quantity: 1 }],
    totalMinor: 1_500,
    currency: 'GBP',
  };
}

/** Near a place in the catalogue that is the customer's; few places are many customers'. */
function itemOf(user: number, sequence: number): number {
  const place = Math.floor(ITEMS * unitOf(user, SALT.taste) ** 3);
  return (place + Math.floor(TASTE_ITEMS * unitOf(sequence, SALT.item))) % ITEMS;
}
