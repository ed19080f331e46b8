import type { Event } from '#contracts';
import { occurredAtMs } from '../../features/fraud/observation.ts';
import { SESSION_EVENT_KINDS, sessionEventKind } from './session-event-kind.ts';

/** Beside one column for each kind of event. */
const FURTHER_COLUMNS = [
  /** ln(1 + seconds since the event before), over 8: about 0 to 1. */
  'gap',
  /** Another card, user or network address than the session named last. */
  'new_card',
  'new_user',
  'new_ip',
  /** What an account_updated event changed; the contact is e-mail, phone or password. */
  'changed_contact',
  'changed_address',
  'changed_payment',
  /** ln(1 + minor units) over 12; 0 where the event has no amount. */
  'amount',
] as const;

/** Numbers of an event. */
export const SESSION_COLUMN_COUNT = SESSION_EVENT_KINDS.length + FURTHER_COLUMNS.length;

/** Makes rows of small numbers of a session's events, one after the other. */
export class SessionEncoder {
  private beforeMs: number | undefined;
  private readonly named = new Map<string, string>();

  /** [SESSION_COLUMN_COUNT]; undefined of an event that sessions are not judged by. */
  next(event: Event): Float32Array | undefined {
    const kind = sessionEventKind(event);
    if (kind === undefined) return undefined;
    const row = new Float32Array(SESSION_COLUMN_COUNT);
    row[SESSION_EVENT_KINDS.indexOf(kind)] = 1;
    const changed = event.type === 'account_updated' ? event.changed : [];
    const further: Record<(typeof FURTHER_COLUMNS)[number], number> = {
      gap: Math.log1p(this.secondsSince(event)) / 8,
      new_card: this.isNew('card', 'cardHash' in event ? event.cardHash : undefined),
      new_user: this.isNew('user', event.userId),
      new_ip: this.isNew('ip', event.context.ipHash),
      changed_contact: Number(changed.some((each) => CONTACT.has(each))),
      changed_address: Number(changed.includes('address')),
      changed_payment: Number(changed.includes('payment_method')),
      amount: Math.log1p(amountMinorOf(event)) / 12,
    };
    for (const [i, column] of FURTHER_COLUMNS.entries())
      row[SESSION_EVENT_KINDS.length + i] = further[column];
    return row;
  }

  /** An event that comes after later ones counts as of the same moment. */
  private secondsSince(event: Event): number {
    const timeMs = occurredAtMs(event);
    const since = Math.max(0, timeMs - (this.beforeMs ?? timeMs)) / 1000;
    this.beforeMs = Math.max(this.beforeMs ?? timeMs, timeMs);
    return since;
  }

  /** 1 where the session named another one before. */
  private isNew(what: string, id: string | undefined): number {
    if (id === undefined) return 0;
    const before = this.named.get(what);
    this.named.set(what, id);
    return Number(before !== undefined && before !== id);
  }
}

const CONTACT: ReadonlySet<string> = new Set(['email', 'phone', 'password']);

function amountMinorOf(event: Event): number {
  if (event.type === 'payment_attempted') return event.amountMinor;
  return event.type === 'order_completed' ? event.totalMinor : 0;
}
