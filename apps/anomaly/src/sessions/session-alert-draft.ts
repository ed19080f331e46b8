import { profileKey, type Event } from '#contracts';
import { Decision, DecisionBasis, type Reason } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { entitiesOf, occurredAtMs, sessionOwner, type SessionEventKind } from '#ml';
import type { AlertDraft } from '../alerts/alert-draft.ts';
import type { WatchedSession } from './watched-session.ts';

/** An alert is never certain. */
const SCORE_MOST = 0.99;

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
  const score = Math.min(SCORE_MOST, probability);
  return {
    shopId: event.shopId,
    subjects: owner.kind === 'user' ? [user] : [owner, user],
    orderId: 'orderId' in event ? (event.orderId ?? '') : '',
    userId: event.userId ?? '',
    entities: entitiesOf(event),
    eventId: event.eventId,
    occurredAtMs: occurredAtMs(event),
    assessment: {
      decision: Decision.DECISION_REVIEW,
      basis: DecisionBasis.DECISION_BASIS_THRESHOLDS,
      score,
      base: 0,
      shadow: [],
      subjects: [],
      reasons: [reasonOf(session, score)],
      alerts: true,
    },
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
