import pg from 'pg';
import type { EventLogLogger } from '../event-log-logger.ts';
import type { Transaction } from '../event-log.ts';
import { readOffsets, storedOffsets } from './consumer-offset.ts';
import { autocommit } from './pool-transaction.ts';
import { openEventLogSchema } from './schema.ts';

/** Reading offsets and making their rows; they are advanced in the caller's transactions. */
const CONNECTIONS_MAX = 2;

/** Where groups stand, for a log that is itself elsewhere. */
export class OffsetStore {
  readonly #pool: pg.Pool;
  readonly #transaction: Transaction;

  constructor(connectionString: string, logger: EventLogLogger) {
    this.#pool = new pg.Pool({ connectionString, max: CONNECTIONS_MAX });
    this.#pool.on('error', (error) => logger.warn({ error }, 'idle connection failed'));
    this.#transaction = autocommit(this.#pool);
  }

  /** Creates the tables where they are missing. */
  open(): Promise<void> {
    return openEventLogSchema(this.#pool);
  }

  /** The stored offsets by partition; a group that is new to a partition stands at 0 there, from now on. */
  begin(group: string, topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, number>> {
    return readOffsets(this.#transaction, group, topic, partitions);
  }

  /** The stored offsets by partition, without those the group never began. */
  stored(group: string, topic: string): Promise<ReadonlyMap<number, number>> {
    return storedOffsets(this.#transaction, group, topic);
  }

  async close(): Promise<void> {
    if (!this.#pool.ended) await this.#pool.end();
  }
}
