import type { Transaction } from '../event-log.ts';
import { FencedError } from '../fenced-error.ts';

export interface GroupPartition {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/**
 * Moves a group's offset inside the transaction of the effects. Only from the value expected: a member that lost the
 * partition while it worked (a zombie) gets a FencedError, and its effects roll back.
 */
export async function advanceOffset(
  transaction: Transaction,
  { group, topic, partition }: GroupPartition,
  expectedOffset: number,
  nextOffset: number,
): Promise<void> {
  // Wrapped in a SELECT, because drivers differ in what they return for UPDATE … RETURNING.
  const [row] = await transaction.query<{ moved: number }>(
    `WITH moved AS (
       UPDATE event_log.consumer_offset SET next_offset = $5
       WHERE consumer_group = $1 AND topic = $2 AND partition = $3 AND next_offset = $4 RETURNING 1
     ) SELECT count(*)::int AS moved FROM moved`,
    [group, topic, partition, expectedOffset, nextOffset],
  );
  if (row?.moved !== 1) throw new FencedError(group, topic, partition, expectedOffset);
}

/** The stored offsets by partition; a group that is new to a partition stands at 0 there, from now on. */
export async function readOffsets(
  transaction: Transaction,
  group: string,
  topic: string,
  partitions: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  await transaction.query(
    `INSERT INTO event_log.consumer_offset (consumer_group, topic, partition, next_offset)
     SELECT $1, $2, partition, 0 FROM unnest($3::int[]) AS partition ORDER BY partition
     ON CONFLICT DO NOTHING`,
    [group, topic, partitions],
  );
  return storedOffsets(transaction, group, topic);
}

/** The stored offsets by partition, without those the group never began. */
export async function storedOffsets(
  transaction: Transaction,
  group: string,
  topic: string,
): Promise<ReadonlyMap<number, number>> {
  const rows = await transaction.query<{ partition: number; next_offset: string }>(
    `SELECT partition, next_offset FROM event_log.consumer_offset WHERE consumer_group = $1 AND topic = $2`,
    [group, topic],
  );
  return new Map(rows.map((row) => [row.partition, Number(row.next_offset)]));
}
