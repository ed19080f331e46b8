import { backOff, DEFAULT_BACKOFF } from '../backoff.ts';
import type { Delivery } from '../batch-delivery.ts';
import type { BufferGauge } from '../buffer-gauge.ts';
import type { EventLogLogger } from '../event-log-logger.ts';
import type { Batch, LogRecord } from '../event-log.ts';

/** One partition, as the loop needs it. */
export interface PartitionSource {
  readonly topic: string;
  readonly partition: number;
  read(fromOffset: number): Promise<LogRecord[]>;
  /** The next free offset as last heard of. */
  head(): number;
  /** Resolves when there is a record at `offset` or beyond, or when the signal is aborted. */
  waitFor(offset: number, signal: AbortSignal): Promise<void>;
}

/** What is done with the records. */
export interface PartitionSink {
  /** Where to begin, asked again after a failure or a fence. */
  startOffset(): Promise<number>;
  apply(batch: Batch, expectedOffset: number): Promise<Delivery>;
  /** The next offset to be handled, each time it changes. */
  onPosition(nextOffset: number): void;
}

interface Page {
  readonly records: readonly LogRecord[];
  /** Where the next page begins. */
  readonly nextOffset: number;
}

/** Handles one partition in order: one batch in hand, at most one more read ahead, until the signal is aborted. */
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
    let expected = startOffset;
    let page = await this.#read(startOffset);
    let ahead: Promise<Page> | undefined;
    try {
      for (;;) {
        this.#sink.onPosition(page.records[0] === undefined ? page.nextOffset : expected);
        if (this.#signal.aborted) return;
        if (page.records.length === 0) {
          await this.#source.waitFor(page.nextOffset, this.#signal);
        } else {
          if (this.#source.head() > page.nextOffset) ahead = this.#readAhead(page.nextOffset);
          const delivery = await this.#sink.apply(this.#batch(page), expected);
          if (delivery.kind !== 'committed') return;
          this.#failures = 0;
          expected = delivery.nextOffset;
        }
        const next = ahead ?? this.#read(page.nextOffset);
        this.#discard(page);
        page = EMPTY;
        ahead = undefined;
        page = await next;
      }
    } finally {
      this.#discard(page);
      await ahead?.then((unused) => this.#discard(unused)).catch(() => undefined);
    }
  }

  /** The error of a read that nobody awaits yet is not unhandled: whoever takes the page meets it. */
  #readAhead(fromOffset: number): Promise<Page> {
    const page = this.#read(fromOffset);
    page.catch(() => undefined);
    return page;
  }

  async #read(fromOffset: number): Promise<Page> {
    // Asked before the read: what is appended later is not skipped when the page turns out empty (all compacted).
    const head = this.#source.head();
    const records = await this.#source.read(fromOffset);
    this.#gauge.add(records.length);
    const last = records.at(-1);
    return { records, nextOffset: last === undefined ? Math.max(fromOffset, head) : last.offset + 1 };
  }

  #batch(page: Page): Batch {
    return { topic: this.#source.topic, partition: this.#source.partition, records: page.records };
  }

  #discard(page: Page): void {
    this.#gauge.add(-page.records.length);
  }
}

const EMPTY: Page = { records: [], nextOffset: 0 };
