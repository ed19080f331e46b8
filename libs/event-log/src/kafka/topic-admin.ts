import type { Topic } from '#contracts';
import kafkajs, { type Admin, type ITopicConfig, type Kafka } from 'kafkajs';
import { backOff, DEFAULT_BACKOFF } from '../backoff.ts';

// kafkajs is CommonJS; Node finds its error classes on the default export only.
const { KafkaJSAggregateError, KafkaJSError } = kafkajs;

/** The first and the next free offset of a partition. */
export interface PartitionRange {
  readonly low: number;
  readonly high: number;
}

/** Creates the topics that are missing; one that exists stays as it is. */
export async function createKafkaTopics(
  admin: Admin,
  topics: readonly Topic[],
  brokerName: (topic: Topic) => string,
  replicationFactor: number,
): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter((topic) => !existing.has(brokerName(topic)));
  if (missing.length === 0) return;
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => topicConfig(topic, brokerName(topic), replicationFactor)),
    });
  } catch (error) {
    // Another process was quicker.
    if (!(error instanceof KafkaJSAggregateError) || !error.errors.every(isAlreadyThere)) throw error;
  }
}

/** About a minute: a broker under load is slow to take up a leadership that it was just given. */
const RANGE_TRIES_MAX = 20;

/**
 * The ranges of a topic's partitions, now. Each try has a client of its own: kafkajs's admin does not look again for
 * a leader that was not ready or has moved.
 */
export async function partitionRanges(
  kafka: Kafka,
  topic: string,
): Promise<ReadonlyMap<number, PartitionRange>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchRanges(kafka, topic);
    } catch (error) {
      if (attempt === RANGE_TRIES_MAX || !(error instanceof KafkaJSError) || !error.retriable) throw error;
      await backOff(attempt, DEFAULT_BACKOFF, NEVER);
    }
  }
}

const NEVER = new AbortController().signal;

async function fetchRanges(kafka: Kafka, topic: string): Promise<ReadonlyMap<number, PartitionRange>> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const offsets = await admin.fetchTopicOffsets(topic);
    return new Map(
      offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]),
    );
  } finally {
    await admin.disconnect();
  }
}

function topicConfig(topic: Topic, name: string, replicationFactor: number): ITopicConfig {
  const retention =
    topic.retention === 'compacted'
      ? { name: 'cleanup.policy', value: 'compact' }
      : { name: 'retention.ms', value: String(topic.retention.retentionMs) };
  return {
    topic: name,
    numPartitions: topic.partitions,
    replicationFactor,
    // A record's time is when it was appended, as the port says, whatever the writer's clock.
    configEntries: [retention, { name: 'message.timestamp.type', value: 'LogAppendTime' }],
  };
}

function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'TOPIC_ALREADY_EXISTS';
}
