import type { AppendLimits } from '../append-queue.ts';
import type { EventLogLogger } from '../event-log-logger.ts';
import type { RunInTransaction } from '../event-log.ts';

export interface PostgresEventLogConfig {
  readonly connectionString: string;
  /** Opens the transactions in which effects and offsets are committed; the same database. */
  readonly runInTransaction: RunInTransaction;
  readonly logger?: EventLogLogger;
  /** A member that is silent for this long loses its partitions; default 10 s. */
  readonly sessionTimeoutMs?: number;
  /** How late a record is seen at worst, when a notification got lost; default 1 s. */
  readonly pollMs?: number;
  /** Time between sweeps of retention and compaction; default 1 min. */
  readonly sweepMs?: number;
  /** Connections of the log's own pool (appending, reading); default 8. */
  readonly connectionsMax?: number;
  readonly appendLimits?: AppendLimits;
}

/** One transaction stays near 50 ms on a small machine; about 64 MB may wait. */
export const POSTGRES_APPEND_LIMITS: AppendLimits = {
  writeRecordsMax: 4_000,
  writeBytesMax: 4_000_000,
  inFlightRecordsMax: 50_000,
  inFlightBytesMax: 64_000_000,
};
