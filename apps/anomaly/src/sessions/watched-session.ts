import type { Event } from '#contracts';
import {
  isSessionOver,
  occurredAtMs,
  SessionEncoder,
  sessionEventKind,
  SessionRun,
  type SessionEventKind,
  type SessionModel,
} from '#ml';

/** A session that goes on. */
export class WatchedSession {
  private readonly encoder = new SessionEncoder();
  private readonly kinds: SessionEventKind[] = [];
  private lastMs = -Infinity;
  private run: SessionRun;
  /** The event that made it an attack: if it is delivered again, its alert was not kept. */
  alertedBy: string | undefined;

  constructor(model: SessionModel) {
    this.run = new SessionRun(model);
  }

  isOver(timeMs: number): boolean {
    return isSessionOver(this.lastMs, timeMs);
  }

  /** How likely it is an attack after one more event; undefined of an event that sessions are not judged by. */
  take(event: Event, model: SessionModel): number | undefined {
    const kind = sessionEventKind(event);
    const row = this.encoder.next(event);
    if (kind === undefined || row === undefined) return undefined;
    this.lastMs = Math.max(this.lastMs, occurredAtMs(event));
    if (model !== this.run.model) this.goOnWith(model);
    const probability = this.run.step(row);
    this.kinds.push(kind);
    if (this.kinds.length > this.run.rows.length) this.kinds.shift();
    return probability;
  }

  /** What it is made of, and what each event speaks for an attack, in log-odds. */
  explain(): { readonly kinds: readonly SessionEventKind[]; readonly contributions: Float64Array } {
    return { kinds: this.kinds, contributions: this.run.model.contributions(this.run.rows) };
  }

  /** A new model hears what the one before it heard. */
  private goOnWith(model: SessionModel): void {
    const { rows } = this.run;
    this.run = new SessionRun(model);
    for (const row of rows) this.run.step(row);
  }
}
