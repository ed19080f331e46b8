import { profileKey, type Event } from '#contracts';
import type { Reason } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { entitiesOf, occurredAtMs, sessionOwner, type SessionEventKind } from '#ml';
import type { AlertDraft } from '../alerts/alert-draft.ts';
import { SUSPICION_MOST, toBeReviewed } from '../decision/assessment.ts';
import type { WatchedSession } from './watched-session.ts';

const WORDS: Readonly<Record<SessionEventKind, string>> = {
  view: 'products viewed',
  search: 'searches',
  cart: 'items added to the cart',
  checkout: 'checkouts started',
  payment_accepted: 'payments accepted',
  payment_declined: 'payments declined',
  login: 'logins',
  login_failed: 'failed logins',
  signup: 'signups',
  account_updated: 'account changes',
  order: 'orders',
};

/** The alert about a session that looks like an attack; the event is the one that made it so. */
export function sessionAlertDraft(event: Event, probability: number, session: WatchedSession): AlertDraft {
  const owner = sessionOwner(event);
  const user = { kind: 'user', id: profileKey(event) };
  const score = Math.min(SUSPICION_MOST, probability);
  return {
    shopId: event.shopId,
    subjects: owner.kind === 'user' ? [user] : [owner, user],
    orderId: 'orderId' in event ? (event.orderId ?? '') : '',
    userId: event.userId ?? '',
    entities: entitiesOf(event),
    eventId: event.eventId,
    occurredAtMs: occurredAtMs(event),
    assessment: toBeReviewed(score, [reasonOf(session, score)]),
  };
}

/** "The session is like attacks before, most of all its payments declined: 6 of 9 events". */
function reasonOf(session: WatchedSession, contribution: number): Reason {
  const { kinds, contributions } = session.explain();
  const kind = kinds[contributions.indexOf(Math.max(...contributions))] ?? 'view';
  const count = kinds.filter((each) => each === kind).length;
  return {
    code: `SESSION_${kind.toUpperCase()}`,
    description: `The session is like attacks before, most of all its ${WORDS[kind]}: ${count} of ${kinds.length} events`,
    contribution,
    values: [{ name: `session_${kind}`, value: String(count), usual: '' }],
  };
}
