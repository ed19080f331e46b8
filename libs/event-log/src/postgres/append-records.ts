import type { Transaction } from '../event-log.ts';
import { packValues } from './pack-values.ts';

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
 * Appends records in one statement and returns the heads it moved. Locks the heads in the order of topic and
 * partition, so that writers cannot wait for each other in a circle; whoever holds a head gives out its offsets, so a
 * reader that sees an offset sees every lower one.
 */
export async function appendRecords(
  transaction: Transaction,
  records: readonly PlacedRecord[],
): Promise<readonly PartitionHead[]> {
  const placed = placesOf(records);
  const { blob, starts, lengths } = packValues(records.map(({ value }) => value));
  const rows = await transaction.query<HeadRow>(APPEND, [
    blob,
    starts,
    lengths,
    records.map(({ topicId }) => topicId),
    records.map(({ partition }) => partition),
    placed.places,
    records.map(({ compacted }) => compacted),
    records.map(({ key }) => key),
    placed.counts.map(({ topicId }) => topicId),
    placed.counts.map(({ partition }) => partition),
    placed.counts.map(({ count }) => count),
  ]);
  return rows.map((row) => ({
    topicId: row.topic_id,
    partition: row.partition,
    nextOffset: Number(row.next_offset),
  }));
}

interface HeadRow {
  readonly topic_id: number;
  readonly partition: number;
  readonly next_offset: string;
}

interface PartitionCount {
  readonly topicId: number;
  readonly partition: number;
  count: number;
}

/** How many records each partition gets, and the place of each record among those of its partition. */
function placesOf(records: readonly PlacedRecord[]) {
  const counts = new Map<string, PartitionCount>();
  const places = records.map(({ topicId, partition }) => {
    const key = `${topicId}/${partition}`;
    const known = counts.get(key);
    if (known !== undefined) return known.count++;
    counts.set(key, { topicId, partition, count: 1 });
    return 0;
  });
  return { places, counts: [...counts.values()] };
}

/**
 * A head that another writer holds is waited for, and locked as that one left it. A record of a partition without a head
 * has no offset, and fails the statement with all of its records.
 */
const APPEND = `
WITH touched AS (
  SELECT * FROM unnest($9::int[], $10::int[], $11::int[]) AS touched(topic_id, partition, count)
), held AS MATERIALIZED (
  SELECT topic_id, partition, next_offset FROM event_log.partition_head JOIN touched USING (topic_id, partition)
  ORDER BY topic_id, partition FOR UPDATE OF partition_head
), moved AS (
  UPDATE event_log.partition_head AS head SET next_offset = held.next_offset + touched.count
  FROM held JOIN touched USING (topic_id, partition)
  WHERE head.topic_id = held.topic_id AND head.partition = held.partition
  RETURNING head.topic_id, head.partition, head.next_offset
), added AS (
  INSERT INTO event_log.record (topic_id, partition, record_offset, appended_at, compacted, key, value)
  SELECT topic_id, partition, held.next_offset + place, (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
    compacted, key, substring($1::bytea FROM start FOR length)
  FROM unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::boolean[], $8::text[])
    AS new(start, length, topic_id, partition, place, compacted, key)
  LEFT JOIN held USING (topic_id, partition)
), told AS (
  SELECT json_agg(n ORDER BY topic_id, partition, part)::text AS heads
  FROM moved, unnest(ARRAY[topic_id, partition, next_offset]) WITH ORDINALITY AS number(n, part)
)
SELECT moved.*, pg_notify('${APPENDED_CHANNEL}', CASE WHEN length(heads) > ${PAYLOAD_BYTES_MAX} THEN '' ELSE heads END)
FROM moved, told`;
