import { SESSION_GAP_MS } from '../sequences/group-interactions.ts';
import { OpenSession } from './live-sessions.ts';

interface Taken {
  /** Counts up by owner. */
  readonly place: number;
  readonly timeMs: number;
  kind: number;
  /** Where it is part of sessions. */
  readonly standsIn: { readonly session: OpenSession; readonly place: number }[];
}

/** What a new interaction turned out to be: one of its own, or a stronger kind of one in the same visit. */
export type Taking =
  | { readonly outcome: 'added'; readonly startsVisit: boolean }
  | {
      readonly outcome: 'raised';
      readonly timeMs: number;
      readonly kindBefore: number;
      /** In the history; negative of what the history has forgotten. */
      readonly place: number;
    }
  | { readonly outcome: 'folded' };

/** The newest interactions of one owner, grouped and folded one by one as groupInteractions does it for all. */
export class LiveHistory {
  /** Newest last; parallel arrays. */
  readonly items: number[] = [];
  readonly kinds: number[] = [];
  /** What neighbours are made of: the visit by each visit-kNN, the stretch by the customer-kNN. */
  private readonly sessions = new Map<string, OpenSession>();
  private readonly visit = new Map<number, Taken>();
  private newest: Taken | undefined;
  private places = 0;
  private lastMs = -Infinity;

  constructor(private readonly itemsMost: number) {}

  take(item: number, kind: number, timeMs: number): Taking {
    const startsVisit = timeMs - this.lastMs > SESSION_GAP_MS;
    if (startsVisit) this.visit.clear();
    this.lastMs = Math.max(timeMs, this.lastMs);
    const taken = this.visit.get(item);
    if (taken !== undefined && (kind > 0 || taken.place === this.places)) return this.raise(taken, kind);
    this.newest = { place: ++this.places, timeMs, kind, standsIn: [] };
    this.visit.set(item, this.newest);
    this.items.push(item);
    this.kinds.push(kind);
    if (this.items.length > this.itemsMost) {
      this.items.shift();
      this.kinds.shift();
    }
    return { outcome: 'added', startsVisit };
  }

  session(source: string, isNew: boolean): OpenSession {
    const open = isNew ? undefined : this.sessions.get(source);
    return open ?? new OpenSession();
  }

  /** What was added last is the newest of a session. */
  joined(source: string, session: OpenSession): void {
    this.sessions.set(source, session);
    this.newest?.standsIn.push({ session, place: session.items.length - 1 });
  }

  private raise(taken: Taken, kind: number): Taking {
    const { kind: kindBefore, timeMs } = taken;
    if (kind <= kindBefore) return { outcome: 'folded' };
    taken.kind = kind;
    const place = this.items.length - 1 - (this.places - taken.place);
    if (place >= 0) this.kinds[place] = kind;
    for (const each of taken.standsIn) each.session.kinds[each.place] = kind;
    return { outcome: 'raised', timeMs, kindBefore, place };
  }
}
