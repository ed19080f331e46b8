import type { Event } from '#contracts';

/** What a session is made of. The order is part of the stored format: add at the end. */
export const SESSION_EVENT_KINDS = [
  'view',
  'search',
  'cart',
  'checkout',
  'payment_accepted',
  'payment_declined',
  'login',
  'login_failed',
  'signup',
  'account_updated',
  'order',
] as const;
export type SessionEventKind = (typeof SESSION_EVENT_KINDS)[number];

/** undefined of an event that a session is not judged by: the shop's own, and attempts that broke for technical reasons. */
export function sessionEventKind(event: Event): SessionEventKind | undefined {
  switch (event.type) {
    case 'product_viewed':
      return 'view';
    case 'products_searched':
      return 'search';
    case 'product_added':
      return 'cart';
    case 'checkout_started':
      return 'checkout';
    case 'payment_attempted':
      if (event.status === 'error') return undefined;
      return event.status === 'declined' ? 'payment_declined' : 'payment_accepted';
    case 'logged_in':
      return 'login';
    case 'login_failed':
      return 'login_failed';
    case 'signed_up':
      return 'signup';
    case 'account_updated':
      return 'account_updated';
    case 'order_completed':
      return 'order';
    default:
      return undefined;
  }
}
