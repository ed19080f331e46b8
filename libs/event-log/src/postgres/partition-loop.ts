import { backOff, DEFAULT_BACKOFF } from '../backoff.ts';
import type { Delivery } from '../batch-delivery.ts';
import type { BufferGauge } from '../buffer-gauge.ts';
import type { EventLogLogger } from '../event-log-logger.ts';
import type { Batch, LogRecord } from '../event-log.ts';

/** One partition, as the loop needs it. */
export interface PartitionSource {
  readonly topic: string;
  readonly partition: number;
  read(fromOffset: number): Promise<readonly LogRecord[]>;
  /** The next free offset as last heard of. */
  head(): number;
  /** Resolves when there is a record at `offset` or beyond, or when the signal is aborted. */
  waitFor(offset: number, signal: AbortSignal): Promise<void>;
}

/** What is done with the records. */
export interface PartitionSink {
  /** Where to begin, asked again after a failure or a fence. */
  startOffset(): Promise<number>;
  /** Reads and applies when it is the partition's turn; undefined when it was stopped while it waited. */
  inTurn<T>(work: () => Promise<T>): Promise<T | undefined>;
  apply(batch: Batch, expectedOffset: number): Promise<Delivery>;
  /** The next offset to be handled, each time it changes. */
  onPosition(nextOffset: number): void;
}

interface Position {
  /** What is stored: the offset after the last record applied. */
  readonly expected: number;
  /** Where to read on: beyond `expected` where the records between are gone. */
  readonly readFrom: number;
}

/**
 * Handles one partition in order, one batch in hand, until the signal is aborted. It reads when it is its turn and not
 * before: what is appended while it waits makes its batch larger, and so the busier the group, the fewer transactions.
 */
export class PartitionLoop {
  readonly #source: PartitionSource;
  readonly #sink: PartitionSink;
  readonly #gauge: BufferGauge;
  readonly #logger: EventLogLogger;
  readonly #signal: AbortSignal;
  #failures = 0;

  constructor(
    source: PartitionSource,
    sink: PartitionSink,
    gauge: BufferGauge,
    logger: EventLogLogger,
    signal: AbortSignal,
  ) {
    this.#source = source;
    this.#sink = sink;
    this.#gauge = gauge;
    this.#logger = logger;
    this.#signal = signal;
  }

  /** Never rejects. */
  async run(): Promise<void> {
    const { topic, partition } = this.#source;
    while (!this.#signal.aborted) {
      try {
        await this.#runFrom(await this.#sink.startOffset());
      } catch (error) {
        this.#failures++;
        this.#logger.warn({ topic, partition, failures: this.#failures, error }, 'partition cannot be read');
        await backOff(this.#failures, DEFAULT_BACKOFF, this.#signal);
      }
    }
  }

  async #runFrom(startOffset: number): Promise<void> {
    let position: Position | undefined = { expected: startOffset, readFrom: startOffset };
    while (position !== undefined) {
      const now: Position = position;
      this.#sink.onPosition(now.readFrom);
      await this.#source.waitFor(now.readFrom, this.#signal);
      if (this.#signal.aborted) return;
      position = await this.#sink.inTurn(() => this.#step(now));
    }
  }

  /** The next batch; undefined where the stored offset must be asked for again. */
  async #step({ expected, readFrom }: Position): Promise<Position | undefined> {
    const { topic, partition } = this.#source;
    // Asked before the read: what is appended later is not skipped when nothing is found (all compacted).
    const head = this.#source.head();
    const records = await this.#source.read(readFrom);
    if (records.length === 0) return { expected, readFrom: Math.max(readFrom, head) };
    this.#gauge.add(records.length);
    try {
      const delivery = await this.#sink.apply({ topic, partition, records }, expected);
      if (delivery.kind !== 'committed') return undefined;
      this.#failures = 0;
      return { expected: delivery.nextOffset, readFrom: delivery.nextOffset };
    } finally {
      this.#gauge.add(-records.length);
    }
  }
}
