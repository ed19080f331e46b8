import { CartwiseError, type Topic } from '#contracts';
import pg from 'pg';
import { AppendQueue } from '../append-queue.ts';
import { BatchDelivery } from '../batch-delivery.ts';
import { BufferGauge } from '../buffer-gauge.ts';
import { CatchUp } from '../catch-up.ts';
import type { CommitParts } from '../commit-batch.ts';
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
  Transaction,
} from '../event-log.ts';
import { JointDelivery } from '../joint-delivery.ts';
import { partitionOfKey } from '../partition-of-key.ts';
import { isTransient } from '../transient-error.ts';
import { APPENDED_CHANNEL, appendRecords } from './append-records.ts';
import { readOffsets, storedOffsets } from './consumer-offset.ts';
import { FollowConsumption } from './follow-consumption.ts';
import { FollowSink } from './follow-sink.ts';
import { GroupConsumption } from './group-consumption.ts';
import { GroupSink } from './group-sink.ts';
import { GROUP_CHANNEL, groupDigest, GroupMembership } from './group-membership.ts';
import { GroupTurn } from './group-turn.ts';
import { HeadWatch } from './head-watch.ts';
import { createLogTopics, TopicRegistry, type LogTopic } from './topic-registry.ts';
import { NotificationListener } from './notification-listener.ts';
import { PartitionLoop } from './partition-loop.ts';
import { PartitionSources } from './partition-sources.ts';
import { periodically } from './periodically.ts';
import { autocommit, transactionsOn } from './pool-transaction.ts';
import { POSTGRES_APPEND_LIMITS, type PostgresEventLogConfig } from './postgres-event-log-config.ts';
import { openEventLogSchema } from './schema.ts';
import { sweep } from './sweep.ts';

const HEARTBEATS_PER_SESSION = 3;

/**
 * The embedded default: a durable log in PostgreSQL. Partitions by key, offsets without gaps and in commit order,
 * groups whose members share partitions, consumers woken by NOTIFY.
 */
export class PostgresEventLog implements EventLog {
  readonly #config: PostgresEventLogConfig;
  readonly #logger: EventLogLogger;
  readonly #pool: pg.Pool;
  readonly #transaction: Transaction;
  readonly #runOwnTransaction: RunInTransaction;
  readonly #heads: HeadWatch;
  readonly #sources: PartitionSources;
  readonly #listener: NotificationListener;
  readonly #queue: AppendQueue;
  readonly #gauge = new BufferGauge();
  readonly #topics: TopicRegistry;
  readonly #members = new Map<GroupConsumption, string>();
  readonly #consumptions = new Set<Consumption>();
  readonly #stopSweeping = new AbortController();
  #sweeping: Promise<void> | undefined;

  private constructor(config: PostgresEventLogConfig) {
    this.#config = config;
    this.#logger = config.logger ?? silentLogger;
    this.#pool = new pg.Pool({ connectionString: config.connectionString, max: config.connectionsMax ?? 8 });
    this.#pool.on('error', (error) => this.#logger.warn({ error }, 'idle connection failed'));
    this.#transaction = autocommit(this.#pool);
    this.#runOwnTransaction = transactionsOn(this.#pool);
    this.#topics = new TopicRegistry(this.#transaction);
    this.#heads = new HeadWatch(this.#transaction, config.pollMs ?? 1_000, this.#logger);
    this.#sources = new PartitionSources(this.#transaction, this.#heads);
    this.#queue = new AppendQueue(
      (records) => this.#write(records),
      config.appendLimits ?? POSTGRES_APPEND_LIMITS,
    );
    this.#listener = new NotificationListener(
      config.connectionString,
      new Map([
        [APPENDED_CHANNEL, (payload) => this.#heads.hear(payload)],
        [GROUP_CHANNEL, (payload) => this.#rebalance(payload)],
      ]),
      () => this.#heads.hear(''),
      this.#logger,
    );
  }

  /** Creates the schema where it is missing, and connects. */
  static async open(config: PostgresEventLogConfig): Promise<PostgresEventLog> {
    const log = new PostgresEventLog(config);
    try {
      await openEventLogSchema(log.#pool);
      await log.#start();
      return log;
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  async createTopics(topics: readonly Topic[]): Promise<void> {
    await this.#runOwnTransaction((transaction) => createLogTopics(transaction, topics));
    await this.#topics.reload();
  }

  async append<T>(topic: Topic<T>, records: readonly NewRecord<T>[]): Promise<void> {
    await this.#topics.topic(topic.name);
    await this.#queue.append(encodeRecords(topic, records));
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    const topic = await this.#topics.topic(options.topic.name);
    const catchUp = new CatchUp(await this.#goals(topic));
    const sessionTimeoutMs = this.#config.sessionTimeoutMs ?? 10_000;
    const commits = this.#commits(options);
    const turn = new GroupTurn(new JointDelivery(commits), this.#gauge, options.restMs);
    const consumption: GroupConsumption = new GroupConsumption({
      membership: new GroupMembership(this.#runOwnTransaction, options.group, topic, sessionTimeoutMs),
      heartbeatMs: sessionTimeoutMs / HEARTBEATS_PER_SESSION,
      source: (partition) => this.#sources.shared(topic, partition, options.batchSizeMax),
      sink: (partition, signal) =>
        new GroupSink({
          startOffset: () => this.#storedOffset(options, partition),
          delivery: new BatchDelivery({ ...commits, signal }),
          turn,
          signal,
          onFenced: () => consumption.rebalance(),
          onPosition: (nextOffset) => {
            catchUp.moveTo(partition, nextOffset);
            consumption.checkCaughtUp();
          },
        }),
      catchUp,
      logger: this.#logger,
    });
    this.#members.set(consumption, groupDigest(options.group, topic.topicId));
    const kept = this.#keepUntilStopped(consumption, () => this.#members.delete(consumption));
    try {
      await consumption.start();
    } catch (error) {
      await kept.stop();
      throw error;
    }
    return kept;
  }

  async follow(options: FollowOptions): Promise<Consumption> {
    const topic = await this.#topics.topic(options.topic.name);
    const heads = await this.#goals(topic);
    const catchUp = new CatchUp(heads);
    const stop = new AbortController();
    const partitions = partitionsOf(topic);
    const loops = partitions.map((partition) => {
      const sink = new FollowSink({
        options,
        gauge: this.#gauge,
        startOffset: options.from === 'earliest' ? 0 : (heads.get(partition) ?? 0),
        logger: this.#logger,
        signal: stop.signal,
        onPosition: (nextOffset) => {
          catchUp.moveTo(partition, nextOffset);
          catchUp.check(partitions);
        },
      });
      const source = this.#sources.own(topic, partition, options.batchSizeMax);
      return new PartitionLoop(source, sink, this.#logger, stop.signal);
    });
    return this.#keepUntilStopped(new FollowConsumption(loops, catchUp, stop));
  }

  async lag(group: string, topic: Topic): Promise<Lag> {
    const logTopic = await this.#topics.topic(topic.name);
    const stored = await storedOffsets(this.#transaction, group, topic.name);
    const heads = await this.#goals(logTopic);
    return new Map([...heads].map(([partition, head]) => [partition, head - (stored.get(partition) ?? 0)]));
  }

  stats(): EventLogStats {
    return { recordsBuffered: this.#gauge.records, appendsInFlight: this.#queue.recordsInFlight };
  }

  /** Applies retention and compaction now; also done every `sweepMs`. Returns how many records went. */
  sweep(nowMs: number = Date.now()): Promise<number> {
    return sweep(this.#runOwnTransaction, nowMs);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumptions].map((consumption) => consumption.stop()));
    await this.#queue.close();
    this.#stopSweeping.abort();
    await Promise.all([this.#sweeping, this.#heads.stop(), this.#listener.stop()]);
    if (!this.#pool.ended) await this.#pool.end();
  }

  async #start(): Promise<void> {
    await this.#topics.reload();
    await this.#heads.refresh();
    this.#listener.start();
    this.#heads.start();
    this.#sweeping = periodically(
      this.#config.sweepMs ?? 60_000,
      this.#stopSweeping.signal,
      () => this.sweep(),
      (error) => this.#logger.warn({ error }, 'sweep failed'),
    );
  }

  async #write(records: readonly EncodedRecord[]): Promise<void> {
    const placed = records.map(({ topic: name, key, value }) => {
      const { topicId, partitions, compacted } = this.#topics.known(name);
      return { topicId, partition: partitionOfKey(key, partitions), compacted, key, value };
    });
    try {
      for (const head of await appendRecords(this.#transaction, placed)) {
        this.#heads.raise(head.topicId, head.partition, head.nextOffset);
      }
    } catch (cause) {
      if (!isTransient(cause)) throw cause;
      throw new CartwiseError('UNAVAILABLE', { reason: 'the event log cannot be written now' }, { cause });
    }
  }

  #commits(options: ConsumeOptions): CommitParts {
    return {
      runInTransaction: this.#config.runInTransaction,
      options,
      offsetTopic: options.topic.name,
      logger: this.#logger,
    };
  }

  async #storedOffset({ group, topic }: ConsumeOptions, partition: number): Promise<number> {
    const offsets = await readOffsets(this.#transaction, group, topic.name, [partition]);
    return offsets.get(partition) ?? 0;
  }

  /** The head of each partition, now. */
  async #goals(topic: LogTopic): Promise<ReadonlyMap<number, number>> {
    const heads = await this.#heads.refresh();
    return new Map(
      heads
        .filter(({ topicId }) => topicId === topic.topicId)
        .map(({ partition, nextOffset }) => [partition, nextOffset]),
    );
  }

  #keepUntilStopped(consumption: Consumption, onStopped?: () => void): Consumption {
    const kept: Consumption = {
      caughtUp: consumption.caughtUp,
      stop: async () => {
        await consumption.stop();
        this.#consumptions.delete(kept);
        onStopped?.();
      },
    };
    this.#consumptions.add(kept);
    return kept;
  }

  #rebalance(digest: string): void {
    for (const [consumption, group] of this.#members) if (group === digest) consumption.rebalance();
  }
}

function partitionsOf(topic: LogTopic): number[] {
  return Array.from({ length: topic.partitions }, (_, partition) => partition);
}
