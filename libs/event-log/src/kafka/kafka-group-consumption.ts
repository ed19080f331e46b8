import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { backOff, DEFAULT_BACKOFF } from '../backoff.ts';
import { BatchDelivery } from '../batch-delivery.ts';
import type { BufferGauge } from '../buffer-gauge.ts';
import type { CatchUp } from '../catch-up.ts';
import type { EventLogLogger } from '../event-log-logger.ts';
import type { Batch, ConsumeOptions, Consumption, RunInTransaction } from '../event-log.ts';
import { logRecordOf } from './log-record-of.ts';
import { SupervisedConsumer, type ConsumerWork } from './supervised-consumer.ts';

export interface KafkaGroupConsumptionParts {
  readonly kafka: Kafka;
  readonly groupId: string;
  /** The topic's name at the broker, and where offsets are stored. */
  readonly brokerTopic: string;
  readonly offsetTopic: string;
  readonly options: ConsumeOptions;
  readonly runInTransaction: RunInTransaction;
  /** The stored offsets of these partitions. */
  readonly storedOffsets: (partitions: readonly number[]) => Promise<ReadonlyMap<number, number>>;
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  readonly partitionsConcurrentMax: number;
  readonly catchUp: CatchUp;
  readonly gauge: BufferGauge;
  readonly logger: EventLogLogger;
}

/**
 * A member of a Kafka group whose offsets live in PostgreSQL. Kafka decides who has a partition; where it stands is
 * read from the database each time it is assigned, before anything is fetched.
 */
export class KafkaGroupConsumption implements Consumption, ConsumerWork {
  readonly caughtUp: Promise<void>;
  readonly #parts: KafkaGroupConsumptionParts;
  readonly #consumer: SupervisedConsumer;
  readonly #stop = new AbortController();
  /** The stored offset of each partition that is ours and positioned; what is not in here is not fetched. */
  #expected = new Map<number, number>();
  #assigned: readonly number[] = [];
  #positioning = new AbortController();

  constructor(parts: KafkaGroupConsumptionParts) {
    this.#parts = parts;
    this.caughtUp = parts.catchUp.reached;
    this.#consumer = new SupervisedConsumer(parts.kafka, this, parts.logger);
  }

  get groupId(): string {
    return this.#parts.groupId;
  }
  get topic(): string {
    return this.#parts.brokerTopic;
  }
  get sessionTimeoutMs(): number {
    return this.#parts.sessionTimeoutMs;
  }
  get partitionsConcurrentMax(): number {
    return this.#parts.partitionsConcurrentMax;
  }

  start(): Promise<void> {
    return this.#consumer.start();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#positioning.abort();
    await this.#consumer.stop();
    this.#parts.catchUp.finish();
  }

  onAssigned(consumer: Consumer, partitions: readonly number[]): void {
    this.#positioning.abort();
    this.#positioning = new AbortController();
    this.#assigned = partitions;
    this.#expected = new Map();
    this.#position(consumer, partitions);
  }

  onIdle(): void {
    if (this.#assigned.every((partition) => this.#expected.has(partition))) this.#parts.catchUp.finish();
  }

  async eachBatch(consumer: Consumer, payload: EachBatchPayload): Promise<void> {
    const { messages, partition } = payload.batch;
    this.#parts.gauge.add(messages.length);
    const giveUp = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, giveUp.signal]);
    // A long batch must not cost the membership; a group that rebalances must not wait for a database that is away.
    const heartbeats = setInterval(() => {
      payload.heartbeat().catch(() => giveUp.abort());
    }, this.#parts.heartbeatMs);
    try {
      await this.#handleSlices(consumer, payload, signal);
      await this.#tellKafka(payload, partition);
    } finally {
      clearInterval(heartbeats);
      this.#parts.gauge.add(-messages.length);
    }
  }

  /** Cuts what was fetched into batches and applies them one by one, while the partition is ours. */
  async #handleSlices(consumer: Consumer, payload: EachBatchPayload, signal: AbortSignal): Promise<void> {
    const { options, catchUp, offsetTopic, runInTransaction, logger } = this.#parts;
    const { messages, partition } = payload.batch;
    const delivery = new BatchDelivery({ runInTransaction, options, offsetTopic, logger, signal });
    for (let at = 0; at < messages.length; at += options.batchSizeMax) {
      const expected = this.#expected.get(partition);
      if (expected === undefined || !payload.isRunning() || payload.isStale()) return;
      const records = messages
        .slice(at, at + options.batchSizeMax)
        .map((each) => logRecordOf(partition, each));
      const batch: Batch = { topic: options.topic.name, partition, records };
      const outcome = await delivery.deliver(batch, expected);
      if (outcome.kind !== 'committed') {
        this.#position(consumer, [partition]);
        await payload.heartbeat();
        return;
      }
      this.#expected.set(partition, outcome.nextOffset);
      payload.resolveOffset(String(outcome.nextOffset - 1));
      catchUp.moveTo(partition, outcome.nextOffset);
      catchUp.check(this.#assigned);
      await payload.heartbeat();
    }
  }

  /** For the tools that watch lag; nothing of ours reads it. */
  async #tellKafka(payload: EachBatchPayload, partition: number): Promise<void> {
    const offset = this.#expected.get(partition);
    if (offset === undefined) return;
    const partitions = [{ partition, offset: String(offset) }];
    await payload
      .commitOffsetsIfNecessary({ topics: [{ topic: this.topic, partitions }] })
      .catch((error: unknown) =>
        this.#parts.logger.debug({ groupId: this.groupId, error }, 'offset not told'),
      );
  }

  /** Holds partitions back until their stored offsets are known. Pauses at once, the rest follows. */
  #position(consumer: Consumer, partitions: readonly number[]): void {
    if (partitions.length === 0) return;
    for (const partition of partitions) this.#expected.delete(partition);
    consumer.pause([{ topic: this.topic, partitions: [...partitions] }]);
    void this.#seekToStored(consumer, partitions, this.#positioning.signal);
  }

  async #seekToStored(consumer: Consumer, partitions: readonly number[], signal: AbortSignal): Promise<void> {
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        const stored = await this.#parts.storedOffsets(partitions);
        if (signal.aborted) return;
        for (const partition of partitions) {
          const offset = stored.get(partition) ?? 0;
          this.#expected.set(partition, offset);
          this.#parts.catchUp.moveTo(partition, offset);
          consumer.seek({ topic: this.topic, partition, offset: String(offset) });
        }
        consumer.resume([{ topic: this.topic, partitions: [...partitions] }]);
        this.#parts.catchUp.check(this.#assigned);
        return;
      } catch (error) {
        this.#parts.logger.warn({ groupId: this.groupId, attempt, error }, 'stored offsets cannot be read');
        await backOff(attempt, DEFAULT_BACKOFF, signal);
      }
    }
  }
}
