import type { Event } from '#contracts';
import { entitiesOf } from '../../features/fraud/entities.ts';
import { occurredAtMs } from '../../features/fraud/observation.ts';
import type { LabelledSession } from './labelled-session.ts';
import { SessionEncoder } from './session-encoder.ts';
import { sessionEventKind, type SessionEventKind } from './session-event-kind.ts';
import { isSessionOver } from './session-gap.ts';
import { sessionOwner } from './session-owner.ts';
import { SESSION_EVENTS_MOST } from './session-run.ts';

/** Sessions kept, the newest; at 50 events each they are some 100 MB, usually a fifth of that. */
const SESSIONS_MOST = 20_000;
/** Of sessions in which nothing but browsing happens, which are most, one in so many is kept. */
const BROWSING_KEPT = 10;
const BROWSING: ReadonlySet<SessionEventKind> = new Set(['view', 'search', 'cart', 'checkout']);
/** Users, devices and cards remembered of a session. */
const NAMED_MOST = 32;

/** Somebody who was found to be a fraud, and when that was noticed. */
export interface KnownAttacker {
  /** As in alerts: "user", "device", "card". */
  readonly kind: string;
  readonly id: string;
  readonly atMs: number;
}

interface Session {
  readonly startMs: number;
  lastMs: number;
  readonly encoder: SessionEncoder;
  readonly rows: Float32Array[];
  readonly orderIds: Set<string>;
  readonly named: Set<string>;
  isBrowsing: boolean;
}

/** The sessions of a history whose events come in the order they happened. Holds those that go on, and SESSIONS_MOST others. */
export class SessionBook {
  // In the order of their last event, for a Map keeps the order of insertion.
  private readonly open = new Map<string, Session>();
  private over: Session[] = [];
  private browsingSeen = 0;

  add(event: Event): void {
    const kind = sessionEventKind(event);
    if (kind === undefined) return;
    const timeMs = occurredAtMs(event);
    this.closeUntil(timeMs);
    const owner = sessionOwner(event);
    const key = `${owner.kind}/${owner.id}`;
    const session = this.open.get(key) ?? begun(timeMs);
    this.open.delete(key);
    this.open.set(key, session);
    session.lastMs = Math.max(session.lastMs, timeMs);
    session.isBrowsing &&= BROWSING.has(kind);
    const row = session.encoder.next(event);
    if (row !== undefined) session.rows.push(row);
    if (session.rows.length > SESSION_EVENTS_MOST) session.rows.shift();
    if (event.type === 'order_completed') session.orderIds.add(event.orderId);
    const { user, device, card } = entitiesOf(event);
    for (const [name, id] of Object.entries({ user, device, card })) {
      if (id !== undefined && session.named.size < NAMED_MOST) session.named.add(`${name}/${id}`);
    }
  }

  /**
   * Oldest first. Attacks are sessions with an order of which `outcomes` says that it is fraud, and those in which one of
   * `attackers` did what was noticed; what nothing is known of counts as good, as most are.
   */
  labelled(
    outcomes: ReadonlyMap<string, boolean>,
    attackers: readonly KnownAttacker[],
  ): readonly LabelledSession[] {
    this.closeUntil(Infinity);
    const noticed = new Map<string, number[]>();
    for (const { kind, id, atMs } of attackers) {
      const name = `${kind}/${id}`;
      noticed.set(name, [...(noticed.get(name) ?? []), atMs]);
    }
    const isAttack = ({ startMs, lastMs, orderIds, named }: Session): boolean =>
      [...orderIds].some((orderId) => outcomes.get(orderId) === true) ||
      [...named].some((name) =>
        noticed.get(name)?.some((atMs) => atMs >= startMs && !isSessionOver(lastMs, atMs)),
      );
    return this.over.map((session) => ({ rows: session.rows, isAttack: isAttack(session) }));
  }

  private closeUntil(timeMs: number): void {
    for (const [key, session] of this.open) {
      if (!isSessionOver(session.lastMs, timeMs)) break;
      this.open.delete(key);
      const isKept = !session.isBrowsing || this.browsingSeen++ % BROWSING_KEPT === 0;
      if (isKept) this.over.push(session);
    }
    if (this.over.length > 2 * SESSIONS_MOST) this.over = this.over.slice(-SESSIONS_MOST);
  }
}

const begun = (startMs: number): Session => ({
  startMs,
  lastMs: startMs,
  encoder: new SessionEncoder(),
  rows: [],
  orderIds: new Set(),
  named: new Set(),
  isBrowsing: true,
});
