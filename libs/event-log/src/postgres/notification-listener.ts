import pg from 'pg';
import { backOff, DEFAULT_BACKOFF } from '../backoff.ts';
import type { EventLogLogger } from '../event-log-logger.ts';

export type NotificationHandler = (payload: string) => void;

/**
 * One connection that listens, and comes back when it is lost. What was sent meanwhile is missed: `onConnected` says
 * when to look for oneself, and those who wait must also poll.
 */
export class NotificationListener {
  readonly #connectionString: string;
  readonly #handlers: ReadonlyMap<string, NotificationHandler>;
  readonly #onConnected: () => void;
  readonly #logger: EventLogLogger;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    connectionString: string,
    handlers: ReadonlyMap<string, NotificationHandler>,
    onConnected: () => void,
    logger: EventLogLogger,
  ) {
    this.#connectionString = connectionString;
    this.#handlers = handlers;
    this.#onConnected = onConnected;
    this.#logger = logger;
  }

  start(): void {
    this.#running ??= this.#keepListening();
  }

  async stop(): Promise<void> {
    // The listening loop ends its own connection: a client that is still connecting must not be ended from outside.
    this.#stop.abort();
    await this.#running;
  }

  async #keepListening(): Promise<void> {
    for (let attempt = 1; !this.#stop.signal.aborted; attempt++) {
      try {
        await this.#listenOnce(() => (attempt = 0));
      } catch (error) {
        this.#logger.warn({ error }, 'cannot listen for notifications');
      }
      await backOff(Math.max(1, attempt), DEFAULT_BACKOFF, this.#stop.signal);
    }
  }

  /** Resolves when the connection ends. */
  async #listenOnce(onListening: () => void): Promise<void> {
    const client = new pg.Client({ connectionString: this.#connectionString, keepAlive: true });
    const ended = new Promise<void>((resolve) => client.once('end', resolve));
    client.on('error', (error) => this.#logger.warn({ error }, 'listening connection failed'));
    client.on('notification', ({ channel, payload }) => this.#handlers.get(channel)?.(payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.#handlers.keys()) await client.query(`LISTEN ${channel}`);
      if (!this.#stop.signal.aborted) {
        onListening();
        this.#onConnected();
        await Promise.race([ended, this.#aborted()]);
      }
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  #aborted(): Promise<void> {
    return new Promise((resolve) => {
      this.#stop.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
