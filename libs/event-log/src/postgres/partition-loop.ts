import { backOff, DEFAULT_BACKOFF } from '../backoff.ts';
import type { EventLogLogger } from '../event-log-logger.ts';
import type { LogRecord } from '../event-log.ts';
import type { Position } from './read-next.ts';

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
  /** Reads and applies the next batch; undefined where the stored offset must be asked for again. */
  step(source: PartitionSource, position: Position): Promise<Position | undefined>;
  /** The next offset to be handled, each time it changes. */
  onPosition(nextOffset: number): void;
}

/** Handles one partition in order, one batch in hand, until the signal is aborted. */
export class PartitionLoop {
  readonly #source: PartitionSource;
  readonly #sink: PartitionSink;
  readonly #logger: EventLogLogger;
  readonly #signal: AbortSignal;
  #failures = 0;

  constructor(source: PartitionSource, sink: PartitionSink, logger: EventLogLogger, signal: AbortSignal) {
    this.#source = source;
    this.#sink = sink;
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
      position = await this.#sink.step(this.#source, now);
      if (position !== undefined) this.#failures = 0;
    }
  }
}
