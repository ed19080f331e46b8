import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { PartitionBatch, Consumption, FollowOptions } from '../event-log.ts';
import { deliverToFollower } from '../follow-delivery.ts';
import { deliverFetched } from './deliver-fetched.ts';
import type { KafkaConsumptionParts } from './kafka-consumption-parts.ts';
import { SupervisedConsumer, type ConsumerWork } from './supervised-consumer.ts';

export interface KafkaFollowParts extends KafkaConsumptionParts {
  readonly options: FollowOptions;
  /** Where each partition begins. */
  readonly startOffsets: ReadonlyMap<number, number>;
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
    this.#consumer = new SupervisedConsumer(parts.kafka, parts.settings, this, parts.logger);
    this.#positions = new Map(parts.startOffsets);
    for (const [partition, offset] of this.#positions) parts.catchUp.moveTo(partition, offset);
    parts.catchUp.check(this.#positions.keys());
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
    const { topic } = this.#parts.settings;
    for (const partition of partitions) {
      const offset = this.#positions.get(partition) ?? 0;
      consumer.seek({ topic, partition, offset: String(offset) });
    }
  }

  onIdle(): void {
    this.#parts.catchUp.finish();
  }

  eachBatch(_consumer: Consumer, payload: EachBatchPayload): Promise<void> {
    const { options, settings, gauge } = this.#parts;
    return deliverFetched(payload, {
      topic: options.topic.name,
      batchSizeMax: options.batchSizeMax,
      heartbeatMs: settings.heartbeatMs,
      gauge,
      deliver: (batch) => this.#deliver(batch),
      onHeartbeatFailed: () => undefined,
    });
  }

  async #deliver(batch: PartitionBatch): Promise<number | undefined> {
    const { options, catchUp, logger } = this.#parts;
    const outcome = await deliverToFollower(options, batch, logger, this.#stop.signal);
    if (outcome.kind !== 'committed') return undefined;
    this.#positions.set(batch.partition, outcome.nextOffset);
    catchUp.moveTo(batch.partition, outcome.nextOffset);
    catchUp.check(this.#positions.keys());
    return outcome.nextOffset;
  }
}
