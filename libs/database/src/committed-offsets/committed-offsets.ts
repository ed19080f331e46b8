import type { Sql } from '../connection/database.ts';

/** Which log a topic's offsets are of: one table holds those of all logs a deployment has used. */
export type OffsetSource =
  { readonly kind: 'postgres' } | { readonly kind: 'kafka'; readonly topicPrefix: string };

/**
 * The offset each partition of a topic is read up to by a consumer group, as seen by `sql`. Read here and not through
 * the log, so that it belongs to the same snapshot as the tables it is compared with. Throws where a group has read
 * the topic on more than one Kafka cluster: offsets of different logs do not compare.
 */
export async function readCommittedOffsets(
  sql: Sql,
  group: string,
  topicName: string,
  source: OffsetSource,
): Promise<ReadonlyMap<number, number>> {
  // The Kafka adapter stores its topics as "kafka/CLUSTER/PREFIXtopic".
  const stored = await sql.query<{ topic: string; partition: number; next_offset: string }>(
    `SELECT topic, partition, next_offset FROM event_log.consumer_offset
     WHERE consumer_group = $1 AND CASE WHEN $2 THEN topic = $3
       ELSE starts_with(topic, 'kafka/') AND substr(topic, strpos(substr(topic, 7), '/') + 7) = $3 END`,
    [
      group,
      source.kind === 'postgres',
      source.kind === 'postgres' ? topicName : source.topicPrefix + topicName,
    ],
  );
  if (new Set(stored.map(({ topic }) => topic)).size > 1) {
    throw new Error(`group ${group} has read ${topicName} on more than one Kafka cluster`);
  }
  return new Map(stored.map((row) => [row.partition, Number(row.next_offset)]));
}
