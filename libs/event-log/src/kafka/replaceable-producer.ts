import { Partitioners, type Kafka, type Producer, type ProducerBatch } from 'kafkajs';

/**
 * An idempotent producer that is thrown away after any failure. kafkajs gives the next batch the sequence numbers of
 * the one that failed; had the broker taken that one after all, it would drop the next as a duplicate and call it
 * written. A new producer has new numbers. Only one send at a time, or a second could be under way before the first
 * fails.
 */
export class ReplaceableProducer {
  readonly #kafka: Kafka;
  #producer: Promise<Producer> | undefined;

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  /** Resolves when all in-sync replicas have the messages. */
  async send(batch: Pick<ProducerBatch, 'topicMessages'>): Promise<void> {
    this.#producer ??= this.#connect();
    const current = this.#producer;
    try {
      const producer = await current;
      await producer.sendBatch({ ...batch, acks: -1 });
    } catch (error) {
      this.#producer = undefined;
      void disconnect(current);
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#producer !== undefined) await disconnect(this.#producer);
    this.#producer = undefined;
  }

  async #connect(): Promise<Producer> {
    const producer = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  }
}

async function disconnect(producer: Promise<Producer>): Promise<void> {
  await producer.then((connected) => connected.disconnect()).catch(() => undefined);
}
