import type { Transaction } from '../event-log.ts';
import type { LogRecord } from '../event-log.ts';

export interface ReadRange {
  readonly topicId: number;
  readonly partition: number;
  /** First offset wanted; those that are gone are passed over. */
  readonly fromOffset: number;
  readonly recordsMax: number;
  /** Stops before the record that would go over; the first one always comes. */
  readonly bytesMax: number;
}

interface Row {
  readonly record_offset: string;
  readonly appended_at: string;
  readonly key: string;
  readonly value: Buffer | null;
}

/** The next records of a partition in the order of their offsets. */
export async function readRecords(transaction: Transaction, range: ReadRange): Promise<LogRecord[]> {
  const { topicId, partition, fromOffset, recordsMax, bytesMax } = range;
  const rows = await transaction.query<Row>(
    `SELECT record_offset, appended_at, key, value FROM (
       SELECT *, sum(size) OVER (ORDER BY record_offset ROWS UNBOUNDED PRECEDING) - size AS bytes_before FROM (
         SELECT record_offset, appended_at, key, value, octet_length(key) + coalesce(octet_length(value), 0) AS size
         FROM event_log.record
         WHERE topic_id = $1 AND partition = $2 AND record_offset >= $3
         ORDER BY record_offset LIMIT $4
       ) AS page
     ) AS sized WHERE bytes_before < $5 ORDER BY record_offset`,
    [topicId, partition, fromOffset, recordsMax, bytesMax],
  );
  return rows.map((row) => ({
    partition,
    offset: Number(row.record_offset),
    key: row.key,
    value: row.value,
    appendedAt: Number(row.appended_at),
  }));
}
