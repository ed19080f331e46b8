import pg from 'pg';
import { backOff, DEFAULT_BACKOFF, pause } from '../../backoff.ts';
import type { EventLogLogger } from '../../event-log-logger.ts';
import type { EventLog } from '../../event-log.ts';
import { OUTBOX_CHANNEL } from './enqueue.ts';
import type { OutboxLane } from './outbox-lane.ts';

/**
 * Sends one lane while it holds the lane's lock. Lock, reading and removing share one connection, so a relay that
 * lost it removes nothing. Around such a loss a record may be sent twice, or an older value after a newer: values
 * that replace each other carry a version.
 */
export class LaneRelay {
  readonly #lane: OutboxLane;
  readonly #connectionString: string;
  readonly #log: EventLog;
  readonly #logger: EventLogLogger;
  readonly #pollMs: number;
  readonly #stop = new AbortController();
  #nudge = new AbortController();
  #failures = 0;
  #running: Promise<void> | undefined;

  constructor(
    lane: OutboxLane,
    connectionString: string,
    log: EventLog,
    logger: EventLogLogger,
    pollMs: number,
  ) {
    this.#lane = lane;
    this.#connectionString = connectionString;
    this.#log = log;
    this.#logger = logger;
    this.#pollMs = pollMs;
  }

  start(): void {
    this.#running ??= this.#keepRelaying();
  }

  #wake(): void {
    this.#nudge.abort();
  }

  /** Finishes the step in hand. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#running;
  }

  async #keepRelaying(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        await this.#relayOnConnection();
      } catch (error) {
        this.#failures++;
        this.#logger.warn(
          { lane: this.#lane.name, failures: this.#failures, error },
          'outbox cannot be sent now',
        );
        await backOff(this.#failures, DEFAULT_BACKOFF, this.#stop.signal);
      }
    }
  }

  async #relayOnConnection(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#connectionString, keepAlive: true });
    client.on('error', (error) => this.#logger.warn({ lane: this.#lane.name, error }, 'connection failed'));
    client.on('notification', ({ payload }) => {
      if (payload === this.#lane.name) this.#wake();
    });
    client.on('end', () => this.#wake());
    try {
      await client.connect();
      await client.query(`LISTEN ${OUTBOX_CHANNEL}`);
      await this.#relayWhileConnected(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async #relayWhileConnected(client: pg.Client): Promise<void> {
    let locked = false;
    while (!this.#stop.signal.aborted) {
      // Renewed before the look: what is enqueued during it cuts the pause short.
      this.#nudge = new AbortController();
      locked ||= await this.#tryLock(client);
      const mayBeMore = locked && (await this.#lane.sendNext(client, this.#log));
      this.#failures = 0;
      if (!mayBeMore && !this.#stop.signal.aborted) await pause(this.#pollMs, this.#nudge.signal);
    }
  }

  /** The lock is held until the connection ends. */
  async #tryLock(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ locked: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended('event_log.outbox/' || $1::text, 0)) AS locked`,
      [this.#lane.name],
    );
    return rows[0]?.locked === true;
  }
}
