import type { Pool } from 'pg';
import { packValues } from './pack-values.ts';
import { prepared } from './prepared.ts';
import { withClient } from './with-client.ts';

/** A record with its place decided. */
export interface PlacedRecord {
  readonly topicId: number;
  readonly partition: number;
  readonly compacted: boolean;
  readonly key: string;
  readonly value: Uint8Array | null;
}

/** The next free offset of a partition. */
export interface PartitionHead {
  readonly topicId: number;
  readonly partition: number;
  readonly nextOffset: number;
}

/** LISTEN channel; payload [topicId, partition, nextOffset, …] as JSON, or nothing when that would be too long. */
export const APPENDED_CHANNEL = 'event_log_appended';
/** PostgreSQL allows 8,000 bytes. */
const PAYLOAD_BYTES_MAX = 7_900;

/**
 * Appends records in one transaction and returns the heads it moved. Locks the heads in the order of topic and
 * partition, so that writers cannot wait for each other in a circle; whoever holds a head gives out its offsets, so a
 * reader that sees an offset sees every lower one.
 */
export function appendRecords(pool: Pool, records: readonly PlacedRecord[]): Promise<PartitionHead[]> {
  return withClient(pool, async (client) => {
    await client.query('BEGIN');
    const heads = await lockHeads((sql, values) => client.query(prepared(sql, values)), records);
    const offsets = records.map((record) => {
      const head = heads.get(headKey(record));
      if (head === undefined) throw new Error(`topic ${record.topicId} has no partition ${record.partition}`);
      return head.nextOffset++;
    });
    const moved = [...heads.values()];
    await client.query(prepared(INSERT, insertValues(records, offsets, moved)));
    await client.query(`NOTIFY ${APPENDED_CHANNEL}, '${notification(moved)}'; COMMIT`);
    return moved;
  });
}

interface MutableHead {
  readonly topicId: number;
  readonly partition: number;
  nextOffset: number;
}

const headKey = ({ topicId, partition }: { topicId: number; partition: number }) => `${topicId}/${partition}`;

async function lockHeads(
  query: (sql: string, values: unknown[]) => Promise<{ rows: Record<string, string>[] }>,
  records: readonly PlacedRecord[],
): Promise<Map<string, MutableHead>> {
  const touched = new Map(records.map((record) => [headKey(record), record]));
  const { rows } = await query(
    `SELECT topic_id, partition, next_offset FROM event_log.partition_head
     JOIN unnest($1::int[], $2::int[]) AS touched(topic_id, partition) USING (topic_id, partition)
     ORDER BY topic_id, partition FOR UPDATE OF partition_head`,
    [
      [...touched.values()].map(({ topicId }) => topicId),
      [...touched.values()].map(({ partition }) => partition),
    ],
  );
  return new Map(
    rows.map((row) => {
      const head = {
        topicId: Number(row['topic_id']),
        partition: Number(row['partition']),
        nextOffset: Number(row['next_offset']),
      };
      return [headKey(head), head];
    }),
  );
}

const INSERT = `
WITH moved AS (
  UPDATE event_log.partition_head AS head SET next_offset = moved.next_offset
  FROM unnest($9::int[], $10::int[], $11::bigint[]) AS moved(topic_id, partition, next_offset)
  WHERE head.topic_id = moved.topic_id AND head.partition = moved.partition
)
INSERT INTO event_log.record (topic_id, partition, record_offset, appended_at, compacted, key, value)
SELECT topic_id, partition, record_offset, (extract(epoch FROM statement_timestamp()) * 1000)::bigint, compacted, key,
  substring($1::bytea FROM start FOR length)
FROM unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::bigint[], $7::boolean[], $8::text[])
  AS new(start, length, topic_id, partition, record_offset, compacted, key)`;

function insertValues(
  records: readonly PlacedRecord[],
  offsets: readonly number[],
  heads: readonly PartitionHead[],
): unknown[] {
  const { blob, starts, lengths } = packValues(records.map(({ value }) => value));
  return [
    blob,
    starts,
    lengths,
    records.map(({ topicId }) => topicId),
    records.map(({ partition }) => partition),
    offsets,
    records.map(({ compacted }) => compacted),
    records.map(({ key }) => key),
    heads.map(({ topicId }) => topicId),
    heads.map(({ partition }) => partition),
    heads.map(({ nextOffset }) => nextOffset),
  ];
}

function notification(heads: readonly PartitionHead[]): string {
  const payload = JSON.stringify(heads.flatMap((head) => [head.topicId, head.partition, head.nextOffset]));
  return payload.length > PAYLOAD_BYTES_MAX ? '' : payload;
}
