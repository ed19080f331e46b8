import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { BufferGauge } from '../buffer-gauge.ts';
import type { CatchUp } from '../catch-up.ts';
import type { EventLogLogger } from '../event-log-logger.ts';
import type { Consumption, FollowOptions } from '../event-log.ts';
import { deliverToFollower } from '../follow-delivery.ts';
import { logRecordOf } from './log-record-of.ts';
import { SupervisedConsumer, type ConsumerWork } from './supervised-consumer.ts';

export interface KafkaFollowParts {
  readonly kafka: Kafka;
  /** Nobody else's: kafkajs reads only as a member of a group. */
  readonly groupId: string;
  readonly brokerTopic: string;
  readonly options: FollowOptions;
  /** Where each partition begins. */
  readonly startOffsets: ReadonlyMap<number, number>;
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  readonly partitionsConcurrentMax: number;
  readonly catchUp: CatchUp;
  readonly gauge: BufferGauge;
  readonly logger: EventLogLogger;
}

/** Reads all partitions as the only member of a group that commits nothing; where it stands is kept in memory. */
export class KafkaFollow implements Consumption, ConsumerWork {
  readonly caughtUp: Promise<void>;
  readonly #parts: KafkaFollowParts;
  readonly #consumer: SupervisedConsumer;
  readonly #stop = new AbortController();
  readonly #positions: Map<number, number>;

  constructor(parts: KafkaFollowParts) {
    this.#parts = parts;
    this.caughtUp = parts.catchUp.reached;
    this.#consumer = new SupervisedConsumer(parts.kafka, this, parts.logger);
    this.#positions = new Map(parts.startOffsets);
    for (const [partition, offset] of this.#positions) parts.catchUp.moveTo(partition, offset);
    parts.catchUp.check(this.#positions.keys());
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
    await this.#consumer.stop();
    this.#parts.catchUp.finish();
  }

  onAssigned(consumer: Consumer, partitions: readonly number[]): void {
    for (const partition of partitions) {
      const offset = this.#positions.get(partition) ?? 0;
      consumer.seek({ topic: this.topic, partition, offset: String(offset) });
    }
  }

  onIdle(): void {
    this.#parts.catchUp.finish();
  }

  async eachBatch(_consumer: Consumer, payload: EachBatchPayload): Promise<void> {
    const { gauge, heartbeatMs } = this.#parts;
    const { messages } = payload.batch;
    gauge.add(messages.length);
    const heartbeats = setInterval(() => {
      payload.heartbeat().catch(() => undefined);
    }, heartbeatMs);
    try {
      await this.#handleSlices(payload);
    } finally {
      clearInterval(heartbeats);
      gauge.add(-messages.length);
    }
  }

  async #handleSlices(payload: EachBatchPayload): Promise<void> {
    const { options, catchUp, logger } = this.#parts;
    const { messages, partition } = payload.batch;
    for (let at = 0; at < messages.length; at += options.batchSizeMax) {
      if (!payload.isRunning() || payload.isStale()) return;
      const records = messages
        .slice(at, at + options.batchSizeMax)
        .map((each) => logRecordOf(partition, each));
      const batch = { topic: options.topic.name, partition, records };
      const outcome = await deliverToFollower(options, batch, logger, this.#stop.signal);
      if (outcome.kind !== 'committed') return;
      this.#positions.set(partition, outcome.nextOffset);
      payload.resolveOffset(String(outcome.nextOffset - 1));
      catchUp.moveTo(partition, outcome.nextOffset);
      catchUp.check(this.#positions.keys());
      await payload.heartbeat();
    }
  }
}
