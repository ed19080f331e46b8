import type { Consumer, EachBatchPayload } from 'kafkajs';
import { backOff, DEFAULT_BACKOFF } from '../backoff.ts';
import { BatchDelivery, type Delivery } from '../batch-delivery.ts';
import type { CommitParts } from '../commit-batch.ts';
import type { Consumption, PartitionBatch } from '../event-log.ts';
import { JointDelivery, type Offer } from '../joint-delivery.ts';
import { Rounds } from '../rounds.ts';
import { deliverFetched } from './deliver-fetched.ts';
import type { KafkaConsumptionParts } from './kafka-consumption-parts.ts';
import { SupervisedConsumer, type ConsumerWork } from './supervised-consumer.ts';

export interface KafkaGroupConsumptionParts extends KafkaConsumptionParts, CommitParts {
  /** The stored offsets of these partitions. */
  readonly storedOffsets: (partitions: readonly number[]) => Promise<ReadonlyMap<number, number>>;
}

/**
 * A member of a Kafka group whose offsets live in PostgreSQL. Kafka decides who has a partition; where it stands is
 * read from the database each time it is assigned, before anything is fetched.
 */
export class KafkaGroupConsumption implements Consumption, ConsumerWork {
  readonly caughtUp: Promise<void>;
  readonly #parts: KafkaGroupConsumptionParts;
  readonly #consumer: SupervisedConsumer;
  readonly #rounds: Rounds<Offer>;
  readonly #stop = new AbortController();
  /** The stored offset of each partition that is ours and positioned; what is not in here is not fetched. */
  #expected = new Map<number, number>();
  #assigned: readonly number[] = [];
  #positioning = new AbortController();

  constructor(parts: KafkaGroupConsumptionParts) {
    this.#parts = parts;
    this.caughtUp = parts.catchUp.reached;
    this.#consumer = new SupervisedConsumer(parts.kafka, parts.settings, this, parts.logger);
    const joint = new JointDelivery(parts);
    this.#rounds = new Rounds((offers) => joint.deliver(offers), parts.options.restMs);
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
    const { options, settings, gauge } = this.#parts;
    const { partition } = payload.batch;
    const giveUp = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, giveUp.signal]);
    const delivery = new BatchDelivery({ ...this.#parts, signal });
    await deliverFetched(payload, {
      topic: options.topic.name,
      batchSizeMax: options.batchSizeMax,
      heartbeatMs: settings.heartbeatMs,
      gauge,
      deliver: async (batch) => {
        const expected = this.#expected.get(partition);
        if (expected === undefined) return undefined;
        const outcome = await this.#deliver(batch, expected, delivery);
        if (outcome.kind === 'committed') return this.#moveTo(partition, outcome.nextOffset);
        this.#position(consumer, [partition]);
        await payload.heartbeat();
        return undefined;
      },
      // A group that rebalances must not wait for a database that is away.
      onHeartbeatFailed: () => giveUp.abort(),
    });
    await this.#tellKafka(payload, partition);
  }

  /** With what other partitions have at the same time. */
  #deliver(batch: PartitionBatch, expectedOffset: number, delivery: BatchDelivery): Promise<Delivery> {
    return new Promise((resolve) => this.#rounds.enter({ batch, expectedOffset, delivery, resolve }));
  }

  #moveTo(partition: number, nextOffset: number): number {
    this.#expected.set(partition, nextOffset);
    this.#parts.catchUp.moveTo(partition, nextOffset);
    this.#parts.catchUp.check(this.#assigned);
    return nextOffset;
  }

  /** For the tools that watch lag; nothing of ours reads it. */
  async #tellKafka(payload: EachBatchPayload, partition: number): Promise<void> {
    const offset = this.#expected.get(partition);
    if (offset === undefined) return;
    const partitions = [{ partition, offset: String(offset) }];
    await payload
      .commitOffsetsIfNecessary({ topics: [{ topic: this.#parts.settings.topic, partitions }] })
      .catch((error: unknown) =>
        this.#parts.logger.debug({ groupId: this.#parts.settings.groupId, error }, 'offset not told'),
      );
  }

  /** Holds partitions back until their stored offsets are known. Pauses at once, the rest follows. */
  #position(consumer: Consumer, partitions: readonly number[]): void {
    if (partitions.length === 0) return;
    for (const partition of partitions) this.#expected.delete(partition);
    consumer.pause([{ topic: this.#parts.settings.topic, partitions: [...partitions] }]);
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
          consumer.seek({ topic: this.#parts.settings.topic, partition, offset: String(offset) });
        }
        consumer.resume([{ topic: this.#parts.settings.topic, partitions: [...partitions] }]);
        this.#parts.catchUp.check(this.#assigned);
        return;
      } catch (error) {
        this.#parts.logger.warn(
          { groupId: this.#parts.settings.groupId, attempt, error },
          'stored offsets cannot be read',
        );
        await backOff(attempt, DEFAULT_BACKOFF, signal);
      }
    }
  }
}
