import type { RunInTransaction, Transaction } from '../event-log.ts';

/** What one transaction of a sweep takes on, so that none is long. */
export interface SweepLimits {
  readonly removedMax: number;
  /** New records whose keys' older records are looked for. */
  readonly compactedWindow: number;
}

const SWEEP_LIMITS: SweepLimits = { removedMax: 20_000, compactedWindow: 20_000 };
/** As long as Kafka's delete.retention.ms: a follower that starts meanwhile still learns of the deletion. */
const TOMBSTONE_RETENTION_MS = 86_400_000;
/** One process sweeps at a time; the others skip their turn. */
const SWEEP_LOCK = 7_202_611_232;

interface SweptPartition {
  readonly topic_id: number;
  readonly partition: number;
  readonly retention_ms: string | null;
  readonly next_offset: string;
  readonly compacted_to: string;
}

/**
 * Removes what topics no longer keep: records older than the retention, whether or not every group has read them (as
 * Kafka does; lag is what to watch), and on compacted topics all but the newest record of a key.
 * Returns how many records went.
 */
export async function sweep(
  runInTransaction: RunInTransaction,
  nowMs: number,
  limits: SweepLimits = SWEEP_LIMITS,
): Promise<number> {
  return runInTransaction(async (lock) => {
    const [row] = await lock.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
      SWEEP_LOCK,
    ]);
    if (row?.mine !== true) return 0;
    const partitions = await lock.query<SweptPartition>(
      `SELECT topic_id, partition, retention_ms, next_offset, compacted_to
       FROM event_log.partition_head JOIN event_log.topic USING (topic_id) ORDER BY topic_id, partition`,
    );
    let removed = 0;
    for (const partition of partitions) {
      removed += await (partition.retention_ms === null
        ? compactAll(runInTransaction, partition, nowMs, limits)
        : expireAll(runInTransaction, partition, nowMs - Number(partition.retention_ms), limits));
    }
    return removed;
  });
}

async function expireAll(
  runInTransaction: RunInTransaction,
  partition: SweptPartition,
  beforeMs: number,
  limits: SweepLimits,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const now = await runInTransaction((transaction) => expire(transaction, partition, beforeMs, limits));
    removed += now;
    if (now < limits.removedMax) return removed;
  }
}

/** Window by window up to the head as it was when the sweep began. */
async function compactAll(
  runInTransaction: RunInTransaction,
  partition: SweptPartition,
  nowMs: number,
  limits: SweepLimits,
): Promise<number> {
  const head = Number(partition.next_offset);
  let removed = await runInTransaction((transaction) =>
    dropTombstones(transaction, partition, nowMs, limits),
  );
  for (let from = Number(partition.compacted_to); from < head; from += limits.compactedWindow) {
    const to = Math.min(head, from + limits.compactedWindow);
    removed += await runInTransaction((transaction) => compact(transaction, partition, from, to));
  }
  return removed;
}

/** Appending times only grow along a partition, so the oldest are found at its start. */
async function expire(
  transaction: Transaction,
  { topic_id, partition }: SweptPartition,
  beforeMs: number,
  { removedMax }: SweepLimits,
): Promise<number> {
  const [row] = await transaction.query<{ removed: number }>(
    `WITH oldest AS (
       SELECT record_offset, appended_at FROM event_log.record
       WHERE topic_id = $1 AND partition = $2 ORDER BY record_offset LIMIT $4
     ), removed AS (
       DELETE FROM event_log.record WHERE topic_id = $1 AND partition = $2
         AND record_offset <= (SELECT max(record_offset) FROM oldest WHERE appended_at < $3) RETURNING 1
     ) SELECT count(*)::int AS removed FROM removed`,
    [topic_id, partition, beforeMs, removedMax],
  );
  return row?.removed ?? 0;
}

/** Removes what the records of one window replace, in the window and below it. */
async function compact(
  transaction: Transaction,
  { topic_id, partition }: SweptPartition,
  from: number,
  to: number,
): Promise<number> {
  const [row] = await transaction.query<{ removed: number }>(
    `WITH newest AS (
       SELECT key, max(record_offset) AS record_offset FROM event_log.record
       WHERE topic_id = $1 AND partition = $2 AND record_offset >= $3 AND record_offset < $4 GROUP BY key
     ), removed AS (
       DELETE FROM event_log.record AS old USING newest
       WHERE old.topic_id = $1 AND old.partition = $2 AND old.compacted AND old.key = newest.key
         AND old.record_offset < newest.record_offset RETURNING 1
     ), moved AS (
       UPDATE event_log.partition_head SET compacted_to = $4 WHERE topic_id = $1 AND partition = $2
     ) SELECT count(*)::int AS removed FROM removed`,
    [topic_id, partition, from, to],
  );
  return row?.removed ?? 0;
}

/** Only below compacted_to: there a tombstone has nothing left to hide. */
async function dropTombstones(
  transaction: Transaction,
  { topic_id, partition, compacted_to }: SweptPartition,
  nowMs: number,
  { removedMax }: SweepLimits,
): Promise<number> {
  const [row] = await transaction.query<{ removed: number }>(
    `WITH removed AS (
       DELETE FROM event_log.record WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM event_log.record
         WHERE topic_id = $1 AND partition = $2 AND compacted AND value IS NULL
           AND record_offset < $3 AND appended_at < $4 LIMIT $5
       )) RETURNING 1
     ) SELECT count(*)::int AS removed FROM removed`,
    [topic_id, partition, compacted_to, nowMs - TOMBSTONE_RETENTION_MS, removedMax],
  );
  return row?.removed ?? 0;
}
