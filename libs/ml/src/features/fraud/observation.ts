import type { EpochMs, Event, EventOf } from '#contracts';
import { entitiesOf, type Entities } from './entities.ts';

/** `decline` is also a payment; `seen` only ties entities to each other; `cart_add` is whatever fills a cart. */
export type ObservationKind =
  'order' | 'payment' | 'decline' | 'login' | 'login_failure' | 'signup' | 'chargeback' | 'seen' | 'cart_add';

/** One thing that happened, as velocity counts it: once for each of its entities. */
export interface Observation {
  readonly kind: ObservationKind;
  readonly timeMs: number;
  /** Minor units; 0 where the kind has no amount. */
  readonly amountMinor: number;
  readonly entities: Entities;
}

/**
 * When an event happened, for everything that judges or counts fraud; ms since 1970. The sender's corrected clock, but
 * never later than we received it: a fast clock would otherwise move the windows of its entities ahead, past the events
 * of clocks that are right.
 */
export function occurredAtMs({ eventTime, receivedAt }: Pick<Event, 'eventTime' | 'receivedAt'>): EpochMs {
  return eventTime < receivedAt ? eventTime : receivedAt;
}

/** What an event says for velocity; undefined for one that says nothing (browsing, a cart that nobody names). */
export function observationOf(event: Event): Observation | undefined {
  const observe = (kind: ObservationKind, amountMinor = 0): Observation => ({
    kind,
    timeMs: occurredAtMs(event),
    amountMinor,
    entities: entitiesOf(event),
  });
  switch (event.type) {
    case 'order_completed':
      return observe('order', event.totalMinor);
    case 'payment_attempted':
      return observe(event.status === 'declined' ? 'decline' : 'payment', event.amountMinor);
    case 'login_failed':
      return observe('login_failure');
    case 'signed_up':
      return observe('signup');
    case 'logged_in':
      return observe('login');
    case 'account_updated':
      return observe('seen');
    case 'product_added':
    case 'checkout_started':
      return event.sessionId === undefined && event.cartId === undefined ? undefined : observe('cart_add');
    default:
      return undefined;
  }
}

/**
 * A chargeback names only its order: the entities are those remembered for that order. Its time is when the shop was told
 * of it.
 */
export function chargebackObservation(
  event: EventOf<'chargeback_received'>,
  orderEntities: Entities,
): Observation {
  return {
    kind: 'chargeback',
    timeMs: occurredAtMs({ ...event, eventTime: event.receivedTime ?? event.eventTime }),
    amountMinor: event.amountMinor,
    entities: orderEntities,
  };
}
