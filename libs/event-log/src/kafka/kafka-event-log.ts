import { randomUUID } from 'node:crypto';
import kafkajs, { type Admin, type Kafka, type TopicMessages } from 'kafkajs';
import { CartwiseError, type Topic } from '#contracts';
import { AppendQueue, type AppendLimits } from '../append-queue.ts';
import { BufferGauge } from '../buffer-gauge.ts';
import { CatchUp } from '../catch-up.ts';
import { encodeRecords, type EncodedRecord } from '../encoded-record.ts';
import { silentLogger, type EventLogLogger } from '../event-log-logger.ts';
import type {
  ConsumeOptions,
  Consumption,
  EventLog,
  EventLogStats,
  FollowOptions,
  Lag,
  NewRecord,
  RunInTransaction,
} from '../event-log.ts';
import { OffsetStore } from '../postgres/offset-store.ts';
import { createKafka, type KafkaConnection } from './kafka-client.ts';
import type { KafkaConsumptionParts } from './kafka-consumption-parts.ts';
import { KafkaFollow } from './kafka-follow.ts';
import { KafkaGroupConsumption } from './kafka-group-consumption.ts';
import { ReplaceableProducer } from './replaceable-producer.ts';
import { createKafkaTopics, partitionRanges } from './topic-admin.ts';

export interface KafkaEventLogConfig extends KafkaConnection {
  /** The database that holds the groups' offsets. */
  readonly connectionString: string;
  /** Opens the transactions in which effects and offsets are committed; the same database. */
  readonly runInTransaction: RunInTransaction;
  readonly logger?: EventLogLogger;
  /** Before the names of topics and groups, for a cluster shared with others; default none. */
  readonly topicPrefix?: string;
  /** Copies of the topics it creates; default the broker's. */
  readonly replicationFactor?: number;
  /** A member that is silent for this long loses its partitions; default 10 s. */
  readonly sessionTimeoutMs?: number;
  /** Partitions of one consumer handled at the same time; default 4. */
  readonly partitionsConcurrentMax?: number;
  readonly appendLimits?: AppendLimits;
}

/** A write fits a broker's default message.max.bytes even when all of it goes to one partition; 64 MB may wait. */
const KAFKA_APPEND_LIMITS: AppendLimits = {
  writeRecordsMax: 5_000,
  writeBytesMax: 1_000_000,
  inFlightRecordsMax: 50_000,
  inFlightBytesMax: 64_000_000,
};
const BROKER_DEFAULT_REPLICATION = -1;
const HEARTBEATS_PER_SESSION = 3;

/** The event log on Kafka, for real deployments. Groups' offsets are in PostgreSQL, beside the effects. */
export class KafkaEventLog implements EventLog {
  readonly #config: KafkaEventLogConfig;
  readonly #logger: EventLogLogger;
  readonly #kafka: Kafka;
  readonly #admin: Admin;
  readonly #producer: ReplaceableProducer;
  readonly #queue: AppendQueue;
  readonly #offsets: OffsetStore;
  readonly #gauge = new BufferGauge();
  readonly #consumptions = new Set<Consumption>();
  #clusterId = '';

  private constructor(config: KafkaEventLogConfig) {
    this.#config = config;
    this.#logger = config.logger ?? silentLogger;
    this.#kafka = createKafka(config, this.#logger);
    this.#admin = this.#kafka.admin();
    this.#producer = new ReplaceableProducer(this.#kafka);
    this.#queue = new AppendQueue(
      (records) => this.#write(records),
      config.appendLimits ?? KAFKA_APPEND_LIMITS,
    );
    this.#offsets = new OffsetStore(config.connectionString, this.#logger);
  }

  /** Connects to the brokers and creates the offset table where it is missing. */
  static async open(config: KafkaEventLogConfig): Promise<KafkaEventLog> {
    const log = new KafkaEventLog(config);
    try {
      await log.#offsets.open();
      await log.#admin.connect();
      log.#clusterId = (await log.#admin.describeCluster()).clusterId;
      return log;
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  createTopics(topics: readonly Topic[]): Promise<void> {
    const replicationFactor = this.#config.replicationFactor ?? BROKER_DEFAULT_REPLICATION;
    return createKafkaTopics(this.#admin, topics, (topic) => this.#brokerTopic(topic), replicationFactor);
  }

  async append<T>(topic: Topic<T>, records: readonly NewRecord<T>[]): Promise<void> {
    await this.#queue.append(encodeRecords(topic, records));
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    const { group, topic } = options;
    const brokerTopic = this.#brokerTopic(topic);
    const offsetTopic = this.#offsetTopic(topic);
    const ranges = await partitionRanges(this.#kafka, brokerTopic);
    const consumption = new KafkaGroupConsumption({
      // kafkajs cannot have members of one group on different topics.
      ...this.#common(`${this.#prefix()}${group}.${topic.name}`, brokerTopic),
      offsetTopic,
      options,
      runInTransaction: this.#config.runInTransaction,
      storedOffsets: (partitions) => this.#offsets.begin(group, offsetTopic, partitions),
      // What is below the first offset is gone, and what has no offset yet has nothing to catch up with.
      catchUp: new CatchUp(new Map([...ranges].filter(([, { low, high }]) => high > low).map(highOf))),
    });
    await consumption.start();
    return this.#keepUntilStopped(consumption);
  }

  async follow(options: FollowOptions): Promise<Consumption> {
    const brokerTopic = this.#brokerTopic(options.topic);
    const ranges = await partitionRanges(this.#kafka, brokerTopic);
    // A group of its own: kafkajs reads only as a member of one.
    const groupId = `${this.#prefix()}follower.${options.topic.name}.${randomUUID()}`;
    const follow = new KafkaFollow({
      ...this.#common(groupId, brokerTopic),
      options,
      startOffsets: new Map([...ranges].map(options.from === 'earliest' ? lowOf : highOf)),
      catchUp: new CatchUp(new Map([...ranges].map(highOf))),
    });
    await follow.start();
    return this.#keepUntilStopped(follow, async () => {
      await this.#admin
        .deleteGroups([groupId])
        .catch((error: unknown) => this.#logger.debug({ groupId, error }, 'group not deleted'));
    });
  }

  async lag(group: string, topic: Topic): Promise<Lag> {
    const ranges = await partitionRanges(this.#kafka, this.#brokerTopic(topic));
    const stored = await this.#offsets.stored(group, this.#offsetTopic(topic));
    return new Map(
      [...ranges].map(([partition, { low, high }]) => [
        partition,
        Math.max(0, high - Math.max(low, stored.get(partition) ?? 0)),
      ]),
    );
  }

  stats(): EventLogStats {
    return { recordsBuffered: this.#gauge.records, appendsInFlight: this.#queue.recordsInFlight };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumptions].map((consumption) => consumption.stop()));
    await this.#queue.close();
    await this.#producer.close();
    await this.#admin.disconnect();
    await this.#offsets.close();
  }

  #common(groupId: string, brokerTopic: string): Omit<KafkaConsumptionParts, 'catchUp'> {
    const sessionTimeoutMs = this.#config.sessionTimeoutMs ?? 10_000;
    return {
      kafka: this.#kafka,
      settings: {
        groupId,
        topic: brokerTopic,
        sessionTimeoutMs,
        heartbeatMs: Math.floor(sessionTimeoutMs / HEARTBEATS_PER_SESSION),
        partitionsConcurrentMax: this.#config.partitionsConcurrentMax ?? 4,
      },
      gauge: this.#gauge,
      logger: this.#logger,
    };
  }

  #prefix(): string {
    return this.#config.topicPrefix ?? '';
  }

  #brokerTopic(topic: { readonly name: string }): string {
    return this.#prefix() + topic.name;
  }

  /** Names the cluster too: after a move to another log, offsets of the old one would skip or repeat records. */
  #offsetTopic(topic: Topic): string {
    return `kafka/${this.#clusterId}/${this.#brokerTopic(topic)}`;
  }

  async #write(records: readonly EncodedRecord[]): Promise<void> {
    const byTopic = new Map<string, TopicMessages>();
    for (const { topic, key, value } of records) {
      const messages = byTopic.get(topic) ?? { topic: this.#prefix() + topic, messages: [] };
      // A view of the bytes, not a copy.
      const bytes = value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      messages.messages.push({ key, value: bytes });
      byTopic.set(topic, messages);
    }
    try {
      await this.#producer.send({ topicMessages: [...byTopic.values()] });
    } catch (cause) {
      if (!isUnavailable(cause)) throw cause;
      throw new CartwiseError('UNAVAILABLE', { reason: 'the event log cannot be written now' }, { cause });
    }
  }

  #keepUntilStopped(consumption: Consumption, afterStop?: () => Promise<void>): Consumption {
    let stopped: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      await consumption.stop();
      this.#consumptions.delete(kept);
      await afterStop?.();
    };
    const kept: Consumption = { caughtUp: consumption.caughtUp, stop: () => (stopped ??= stop()) };
    this.#consumptions.add(kept);
    return kept;
  }
}

type NumberedRange = readonly [partition: number, range: { readonly low: number; readonly high: number }];
const lowOf = ([partition, { low }]: NumberedRange): [number, number] => [partition, low];
const highOf = ([partition, { high }]: NumberedRange): [number, number] => [partition, high];

/** kafkajs gave up after its own retries, or lost the brokers: the same append may succeed later. */
function isUnavailable(error: unknown): boolean {
  return (
    error instanceof kafkajs.KafkaJSError &&
    (error.retriable || error.name === 'KafkaJSNumberOfRetriesExceeded')
  );
}
