import type { Transaction } from '../event-log.ts';
import { FencedError } from '../fenced-error.ts';

export interface OffsetMove {
  readonly partition: number;
  /** Where the group should stand. */
  readonly expectedOffset: number;
  readonly nextOffset: number;
}

/**
 * Moves a group's offsets inside the transaction of the effects. Only from the values expected: a member that lost a
 * partition while it worked (a zombie) gets a FencedError, and its effects roll back.
 */
export async function advanceOffsets(
  transaction: Transaction,
  { group, topic }: { readonly group: string; readonly topic: string },
  moves: readonly OffsetMove[],
): Promise<void> {
  // Wrapped in a SELECT, because drivers differ in what they return for UPDATE … RETURNING.
  const [row] = await transaction.query<{ moved: number }>(
    `WITH moved AS (
       UPDATE event_log.consumer_offset AS stored SET next_offset = move.next_offset
       FROM unnest($3::int[], $4::bigint[], $5::bigint[]) AS move(partition, expected_offset, next_offset)
       WHERE stored.consumer_group = $1 AND stored.topic = $2 AND stored.partition = move.partition
         AND stored.next_offset = move.expected_offset RETURNING 1
     ) SELECT count(*)::int AS moved FROM moved`,
    [
      group,
      topic,
      moves.map(({ partition }) => partition),
      moves.map(({ expectedOffset }) => expectedOffset),
      moves.map(({ nextOffset }) => nextOffset),
    ],
  );
  if (row?.moved !== moves.length) throw new FencedError(group, topic, moves);
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
