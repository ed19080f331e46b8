import type { Topic } from '#contracts';
import type { Transaction } from '../event-log.ts';

/** A topic as the database knows it; its partition count is the one that holds. */
export interface LogTopic {
  readonly topicId: number;
  readonly name: string;
  readonly partitions: number;
  readonly compacted: boolean;
}

/** Creates topics and their partitions where they are missing. */
export async function createLogTopics(transaction: Transaction, topics: readonly Topic[]): Promise<void> {
  await transaction.query(
    `INSERT INTO event_log.topic (name, partitions, retention_ms)
     SELECT name, partitions, nullif(retention_ms, -1)
     FROM unnest($1::text[], $2::int[], $3::bigint[]) AS t(name, partitions, retention_ms) ORDER BY name
     ON CONFLICT (name) DO NOTHING`,
    [
      topics.map(({ name }) => name),
      topics.map(({ partitions }) => partitions),
      topics.map(({ retention }) => (retention === 'compacted' ? -1 : retention.retentionMs)),
    ],
  );
  await transaction.query(
    `INSERT INTO event_log.partition_head (topic_id, partition, next_offset, compacted_to)
     SELECT topic_id, partition, 0, 0
     FROM event_log.topic, generate_series(0, partitions - 1) AS partition ORDER BY 1, 2
     ON CONFLICT DO NOTHING`,
  );
}

async function readLogTopics(transaction: Transaction): Promise<LogTopic[]> {
  return transaction.query<LogTopic>(
    `SELECT topic_id AS "topicId", name, partitions, retention_ms IS NULL AS compacted FROM event_log.topic`,
  );
}

/** The topics as last read; a topic that is not among them is looked for once more. */
export class TopicRegistry {
  readonly #transaction: Transaction;
  readonly #topics = new Map<string, LogTopic>();

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  /** Throws on a topic that was never created: topics are declared in code, so that is a bug. */
  async topic(name: string): Promise<LogTopic> {
    if (!this.#topics.has(name)) await this.reload();
    return this.known(name);
  }

  /** The same for a topic that was asked for before. */
  known(name: string): LogTopic {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw new Error(`topic ${name} was never created`);
    return topic;
  }

  async reload(): Promise<void> {
    for (const topic of await readLogTopics(this.#transaction)) this.#topics.set(topic.name, topic);
  }
}
