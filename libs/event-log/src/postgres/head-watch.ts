import type { EventLogLogger } from '../event-log-logger.ts';
import type { Transaction } from '../event-log.ts';
import type { PartitionHead } from './append-records.ts';
import { periodically } from './periodically.ts';

interface WatchedHead {
  nextOffset: number;
  readonly waiting: Set<() => void>;
}

/**
 * Knows how far each partition reaches, so that idle consumers ask the database nothing. It learns from
 * notifications and from this process's own appends, and polls in case a notification was missed.
 */
export class HeadWatch {
  readonly #transaction: Transaction;
  readonly #pollMs: number;
  readonly #logger: EventLogLogger;
  readonly #heads = new Map<string, WatchedHead>();
  readonly #stop = new AbortController();
  #polling: Promise<void> | undefined;

  constructor(transaction: Transaction, pollMs: number, logger: EventLogLogger) {
    this.#transaction = transaction;
    this.#pollMs = pollMs;
    this.#logger = logger;
  }

  start(): void {
    this.#polling ??= periodically(
      this.#pollMs,
      this.#stop.signal,
      () => this.refresh(),
      (error) => this.#warn(error),
    );
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#polling;
  }

  /** The next free offset as last heard of. */
  head(topicId: number, partition: number): number {
    return this.#watched(topicId, partition).nextOffset;
  }

  /** A head never goes back, so news may come late or twice. */
  raise(topicId: number, partition: number, nextOffset: number): void {
    const watched = this.#watched(topicId, partition);
    if (nextOffset <= watched.nextOffset) return;
    watched.nextOffset = nextOffset;
    for (const wake of watched.waiting) wake();
  }

  /** Takes the payload of a notification: [topicId, partition, nextOffset, …], or nothing: look for yourself. */
  hear(payload: string): void {
    if (payload === '') {
      void this.refresh().catch((error: unknown) => this.#warn(error));
      return;
    }
    // Written by appendRecords.
    const numbers = JSON.parse(payload) as number[];
    for (let at = 0; at + 2 < numbers.length; at += 3) {
      this.raise(numbers[at] ?? 0, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0);
    }
  }

  /** Resolves when the partition has a record at `offset` or beyond, or when the signal is aborted. */
  async waitFor(topicId: number, partition: number, offset: number, signal: AbortSignal): Promise<void> {
    const watched = this.#watched(topicId, partition);
    while (watched.nextOffset <= offset && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          watched.waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        watched.waiting.add(wake);
        signal.addEventListener('abort', wake);
      });
    }
  }

  /** Reads all heads now. */
  async refresh(): Promise<PartitionHead[]> {
    const rows = await this.#transaction.query<{ topic_id: number; partition: number; next_offset: string }>(
      'SELECT topic_id, partition, next_offset FROM event_log.partition_head',
    );
    return rows.map((row) => {
      const nextOffset = Number(row.next_offset);
      this.raise(row.topic_id, row.partition, nextOffset);
      return { topicId: row.topic_id, partition: row.partition, nextOffset };
    });
  }

  #warn(error: unknown): void {
    this.#logger.warn({ error }, 'heads cannot be read');
  }

  #watched(topicId: number, partition: number): WatchedHead {
    const key = `${topicId}/${partition}`;
    let watched = this.#heads.get(key);
    if (watched === undefined) {
      watched = { nextOffset: 0, waiting: new Set() };
      this.#heads.set(key, watched);
    }
    return watched;
  }
}
