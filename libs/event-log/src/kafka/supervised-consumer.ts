import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { backOff, DEFAULT_BACKOFF } from '../backoff.ts';
import type { EventLogLogger } from '../event-log-logger.ts';
import { IdleFetches } from './idle-fetches.ts';

export interface ConsumerSettings {
  readonly groupId: string;
  /** Its name at the broker. */
  readonly topic: string;
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  readonly partitionsConcurrentMax: number;
}

export interface ConsumerWork {
  /** Called, synchronously, when partitions are assigned and before any of them is fetched. */
  onAssigned(consumer: Consumer, partitions: readonly number[]): void;
  eachBatch(consumer: Consumer, payload: EachBatchPayload): Promise<void>;
  /** Nothing is left to fetch on any broker. */
  onIdle(): void;
}

/** What one fetch brings at most, and one partition of it: kafkajs fetches again when all of it is handled. */
const FETCH_BYTES_MAX = 8_000_000;
const PARTITION_FETCH_BYTES_MAX = 1_048_576;
/** An idle fetch waits this long at the broker; stopping and rebalancing wait for it too. */
const FETCH_WAIT_MS = 200;

interface Running {
  readonly consumer: Consumer;
  readonly crashed: Promise<void>;
}

/**
 * A kafkajs consumer that is replaced when it crashes: by itself kafkajs restarts after some errors and stays dead
 * after others.
 */
export class SupervisedConsumer {
  readonly #kafka: Kafka;
  readonly #settings: ConsumerSettings;
  readonly #work: ConsumerWork;
  readonly #logger: EventLogLogger;
  readonly #stop = new AbortController();
  #running: Running | undefined;
  #supervising: Promise<void> | undefined;
  #failures = 0;

  constructor(kafka: Kafka, settings: ConsumerSettings, work: ConsumerWork, logger: EventLogLogger) {
    this.#kafka = kafka;
    this.#settings = settings;
    this.#work = work;
    this.#logger = logger;
  }

  /** Resolves when the consumer has joined its group; rejects when no broker answers. */
  async start(): Promise<void> {
    this.#running = await this.#launch();
    this.#supervising = this.#supervise(this.#running);
  }

  /** Finishes what is being handled and leaves the group. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#supervising;
    await this.#running?.consumer
      .disconnect()
      .catch((error: unknown) => this.#warn(error, 'consumer failed to stop'));
  }

  async #supervise(first: Running): Promise<void> {
    const { signal } = this.#stop;
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    for (let running = first; !signal.aborted;) {
      await Promise.race([running.crashed, stopped]);
      await backOff(++this.#failures, DEFAULT_BACKOFF, signal);
      if (signal.aborted) return;
      try {
        running = await this.#launch();
        this.#running = running;
      } catch (error) {
        this.#warn(error, 'consumer cannot be replaced');
      }
    }
  }

  async #launch(): Promise<Running> {
    const { topic, partitionsConcurrentMax } = this.#settings;
    const running = this.#create();
    const { consumer } = running;
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: partitionsConcurrentMax,
        eachBatch: (payload) => this.#work.eachBatch(consumer, payload),
      });
      return running;
    } catch (error) {
      await consumer.disconnect().catch(() => undefined);
      throw error;
    }
  }

  #create(): Running {
    const { groupId, topic, sessionTimeoutMs, heartbeatMs } = this.#settings;
    const consumer = this.#kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: heartbeatMs,
      rebalanceTimeout: 2 * sessionTimeoutMs,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytes: FETCH_BYTES_MAX,
      maxBytesPerPartition: PARTITION_FETCH_BYTES_MAX,
      retry: { restartOnFailure: () => Promise.resolve(false) },
    });
    const idle = new IdleFetches(FETCH_WAIT_MS, () => this.#work.onIdle());
    consumer.on(consumer.events.FETCH_START, ({ payload }) => idle.begin(payload.nodeId));
    // The typings leave out nodeId, which is there: kafkajs/src/consumer/runner.js.
    consumer.on(consumer.events.FETCH, ({ payload }) =>
      idle.end((payload as typeof payload & { nodeId: number }).nodeId, payload.duration),
    );
    consumer.on(consumer.events.START_BATCH_PROCESS, () => idle.reset());
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      idle.reset();
      this.#failures = 0;
      this.#work.onAssigned(consumer, payload.memberAssignment[topic] ?? []);
    });
    const crashed = new Promise<void>((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        this.#warn(payload.error, 'consumer crashed');
        resolve();
      });
    });
    return { consumer, crashed };
  }

  #warn(error: unknown, message: string): void {
    this.#logger.warn({ groupId: this.#settings.groupId, error }, message);
  }
}
