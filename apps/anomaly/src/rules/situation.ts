import type { Event } from '#contracts';
import { entitiesOf, orderOf, type FactValue, type Order } from '#ml';

/** What rules can be on. */
export const TRIGGERS = ['order', 'payment', 'login', 'signup', 'view'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** Something to be judged: an order, or an attempt described in an order's terms as far as it has them. */
export interface Situation {
  readonly trigger: Trigger;
  readonly order: Order;
  /** Facts that only this trigger has. */
  readonly own: Readonly<Record<string, FactValue>>;
}

/** What an event asks to be judged; undefined for most. What browsing asks, BrowseRates knows. */
export function situationOf(event: Event): Situation | undefined {
  switch (event.type) {
    case 'order_completed':
      return { trigger: 'order', order: orderOf(event), own: {} };
    case 'payment_attempted':
      return {
        trigger: 'payment',
        order: {
          ...attemptOf(event),
          amountMinor: event.amountMinor,
          currency: event.currency,
          ...(event.cardCountry === undefined ? {} : { cardCountry: event.cardCountry }),
          ...(event.method === undefined ? {} : { paymentMethod: event.method }),
        },
        own: { payment_declined: event.status === 'declined' ? 1 : 0 },
      };
    case 'logged_in':
    case 'login_failed':
      return {
        trigger: 'login',
        order: attemptOf(event),
        own: { login_failed: event.type === 'login_failed' ? 1 : 0 },
      };
    case 'signed_up':
      return {
        trigger: 'signup',
        order: {
          ...attemptOf(event),
          ...(event.emailDomain === undefined ? {} : { emailDomain: event.emailDomain }),
        },
        own: {},
      };
    default:
      return undefined;
  }
}

/** An order of nothing by the event's entities: what is counted of them is all there is to judge. */
export function attemptOf(event: Event): Order {
  return {
    amountMinor: 0,
    currency: '',
    lines: 0,
    quantity: 0,
    itemPriceMaxMinor: 0,
    discountMinor: 0,
    hasCoupon: false,
    isGuest: event.userId === undefined,
    ...(event.context.timezone === undefined ? {} : { timeZone: event.context.timezone }),
    entities: entitiesOf(event),
  };
}
