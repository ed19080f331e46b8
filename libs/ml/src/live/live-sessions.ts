/** Sessions kept; the oldest gives way. */
export const LIVE_SESSIONS_MOST = 20_000;

/** A session under way. */
export class OpenSession {
  /** Parallel arrays. */
  readonly items: number[] = [];
  readonly kinds: number[] = [];
  /** Since it has two items. */
  number: number | undefined;
}

/** Sessions begun since the model was trained, by number from 0, with the sessions of each item. */
export class LiveSessions {
  private readonly kept = new Map<number, OpenSession>();
  /** Newest last; a session stands once for each time it has the item. */
  private readonly byItem = new Map<number, number[]>();
  private begun = 0;

  get size(): number {
    return this.kept.size;
  }

  /** Takes an item into a session; one of a single item is none yet. */
  add(session: OpenSession, item: number, kind: number): void {
    session.items.push(item);
    session.kinds.push(kind);
    if (session.items.length < 2) return;
    if (session.number === undefined) {
      session.number = this.begin(session);
      for (const each of session.items) this.post(each, session.number);
    } else if (this.kept.has(session.number)) this.post(item, session.number);
  }

  /** The place of a session's number among LIVE_SESSIONS_MOST. */
  slotOf(session: number): number {
    return session % LIVE_SESSIONS_MOST;
  }

  at(slot: number): Pick<OpenSession, 'items' | 'kinds'> | undefined {
    const newestOfSlot = this.begun - 1 - ((this.begun - 1 - slot) % LIVE_SESSIONS_MOST);
    return this.kept.get(newestOfSlot);
  }

  /** How often the item occurs in them. */
  countOf(item: number): number {
    return this.byItem.get(item)?.length ?? 0;
  }

  /** Slots of the newest `most` sessions with the item; answers how many there were. */
  forNewest(item: number, most: number, visit: (slot: number) => void): number {
    const sessions = this.byItem.get(item);
    if (sessions === undefined) return 0;
    const from = Math.max(0, sessions.length - most);
    for (let at = from; at < sessions.length; at++) visit(this.slotOf(sessions[at] ?? 0));
    return sessions.length - from;
  }

  private begin(session: OpenSession): number {
    this.forget(this.begun - LIVE_SESSIONS_MOST);
    this.kept.set(this.begun, session);
    return this.begun++;
  }

  private post(item: number, session: number): void {
    const sessions = this.byItem.get(item);
    if (sessions === undefined) this.byItem.set(item, [session]);
    else sessions.push(session);
  }

  private forget(session: number): void {
    for (const item of new Set(this.kept.get(session)?.items)) {
      const left = (this.byItem.get(item) ?? []).filter((each) => each !== session);
      if (left.length > 0) this.byItem.set(item, left);
      else this.byItem.delete(item);
    }
    this.kept.delete(session);
  }
}
