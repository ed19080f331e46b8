import { setTimeout as sleep } from 'node:timers/promises';
import { ConsumedEvents, slowestOf } from '../harness/consumed-events.ts';
import type { OffsetSource } from '#database';

export interface BacklogOptions {
  readonly connectionString: string;
  readonly source: OffsetSource;
  /** Events acknowledged and not yet applied by all groups: no more than this. */
  readonly eventsMax: number;
}

const POLL_MS = 50;

/** Lets events in only as fast as the slowest consumer takes them: the consumers are busy and their lag stays flat. */
export class Backlog implements AsyncDisposable {
  private sent = 0;
  private applied = 0;
  private isOpen = true;

  private constructor(
    private readonly consumed: ConsumedEvents,
    private readonly eventsMax: number,
    private readonly before: number,
  ) {}

  /** On a deployment whose consumers stand still now. */
  static async open({ connectionString, source, eventsMax }: BacklogOptions): Promise<Backlog> {
    const consumed = await ConsumedEvents.open(connectionString, source);
    const backlog = new Backlog(consumed, eventsMax, slowestOf(await consumed.read()));
    void backlog.follow();
    return backlog;
  }

  /** Resolves when so many events more may be sent. */
  async room(events: number): Promise<void> {
    while (this.sent + events - this.applied > this.eventsMax) await sleep(POLL_MS / 5);
    this.sent += events;
  }

  private async follow(): Promise<void> {
    while (this.isOpen) {
      this.applied = slowestOf(await this.consumed.read()) - this.before;
      await sleep(POLL_MS);
    }
    await this.consumed[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.isOpen = false;
  }
}
