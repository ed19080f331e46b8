import { backOff, DEFAULT_BACKOFF, type Backoff } from './backoff.ts';
import type { EventLogLogger } from './event-log-logger.ts';
import type { Batch, ConsumeOptions, LogRecord, RunInTransaction, Transaction } from './event-log.ts';
import { FencedError } from './fenced-error.ts';
import { advanceOffset } from './postgres/consumer-offset.ts';
import { isTransient } from './transient-error.ts';

export type Delivery =
  | { readonly kind: 'committed'; readonly nextOffset: number }
  /** Another member has the partition, or had it: read the stored offset again. */
  | { readonly kind: 'fenced' }
  /** The signal was aborted before the batch could be applied. */
  | { readonly kind: 'stopped' };

const ATTEMPTS_MAX_DEFAULT = 3;

export interface BatchDeliveryParts {
  readonly runInTransaction: RunInTransaction;
  readonly options: ConsumeOptions;
  /** What the topic is called where offsets are stored. */
  readonly offsetTopic: string;
  readonly logger: EventLogLogger;
  /** Aborted: no further try, neither of transient failures nor of suspects. */
  readonly signal: AbortSignal;
  readonly backoff?: Backoff;
}

/**
 * The failure policy of both adapters. A batch and the offset after it are one transaction. When that fails for a
 * transient reason it is tried again for ever; otherwise the batch is halved until the record at fault stands alone,
 * tried `attemptsMax` times, and passed as poison. A bad record among 1,000 costs about 20 transactions, and records
 * are always applied in order.
 */
export class BatchDelivery {
  readonly #parts: BatchDeliveryParts;
  readonly #options: ConsumeOptions;
  readonly #logger: EventLogLogger;
  readonly #signal: AbortSignal;
  readonly #backoff: Backoff;

  constructor(parts: BatchDeliveryParts) {
    this.#parts = parts;
    this.#options = parts.options;
    this.#logger = parts.logger;
    this.#signal = parts.signal;
    this.#backoff = parts.backoff ?? DEFAULT_BACKOFF;
  }

  /** Applies a batch of a partition whose stored offset should be `expectedOffset`. */
  async deliver(batch: Batch, expectedOffset: number): Promise<Delivery> {
    const attempt = await this.#apply(batch, expectedOffset, (transaction) =>
      this.#options.handle(transaction, batch),
    );
    if (attempt.kind !== 'failed') return attempt;
    const { records } = batch;
    if (records.length === 1) return this.#deliverSuspect(batch, expectedOffset, attempt.error);
    const middle = records.length >>> 1;
    const first = await this.deliver({ ...batch, records: records.slice(0, middle) }, expectedOffset);
    if (first.kind !== 'committed') return first;
    return this.deliver({ ...batch, records: records.slice(middle) }, first.nextOffset);
  }

  /** One record that failed once: the remaining tries, then poison. */
  async #deliverSuspect(batch: Batch, expectedOffset: number, firstError: Error): Promise<Delivery> {
    const attemptsMax = this.#options.attemptsMax ?? ATTEMPTS_MAX_DEFAULT;
    let error = firstError;
    for (let attempt = 2; attempt <= attemptsMax; attempt++) {
      await backOff(attempt - 1, this.#backoff, this.#signal);
      if (this.#signal.aborted) return { kind: 'stopped' };
      const outcome = await this.#apply(batch, expectedOffset, (transaction) =>
        this.#options.handle(transaction, batch),
      );
      if (outcome.kind !== 'failed') return outcome;
      error = outcome.error;
    }
    return this.#passPoison(batch, expectedOffset, error);
  }

  /** Keeping a poison record must not fail for good: it is tried until it succeeds, for nothing may be lost. */
  async #passPoison(batch: Batch, expectedOffset: number, error: Error): Promise<Delivery> {
    const { group, topic, onPoison } = this.#options;
    const record = lastOf(batch);
    this.#logger.error(
      { group, topic: topic.name, partition: batch.partition, offset: record.offset, error },
      'record is poison',
    );
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#apply(batch, expectedOffset, (transaction) =>
        onPoison(transaction, topic.name, record, error),
      );
      if (outcome.kind !== 'failed') return outcome;
      this.#logger.error({ group, topic: topic.name, error: outcome.error }, 'poison record cannot be kept');
      await backOff(attempt, this.#backoff, this.#signal);
      if (this.#signal.aborted) return { kind: 'stopped' };
    }
  }

  /** One transaction of effects and offset, tried again while it fails for transient reasons. */
  async #apply(
    batch: Batch,
    expectedOffset: number,
    effects: (transaction: Transaction) => Promise<void>,
  ): Promise<Delivery | { readonly kind: 'failed'; readonly error: Error }> {
    const { group, topic } = this.#options;
    const nextOffset = lastOf(batch).offset + 1;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#parts.runInTransaction(async (transaction) => {
          await effects(transaction);
          const position = { group, topic: this.#parts.offsetTopic, partition: batch.partition };
          await advanceOffset(transaction, position, expectedOffset, nextOffset);
        });
        this.#reportCommitted(batch);
        return { kind: 'committed', nextOffset };
      } catch (error) {
        if (error instanceof FencedError) return { kind: 'fenced' };
        if (!isTransient(error)) return { kind: 'failed', error: asError(error) };
        this.#logger.warn(
          { group, topic: topic.name, attempt, error },
          'batch failed for a transient reason',
        );
        await backOff(attempt, this.#backoff, this.#signal);
        if (this.#signal.aborted) return { kind: 'stopped' };
      }
    }
  }

  /** The batch is committed: whatever the listener does, it must not be applied again. */
  #reportCommitted(batch: Batch): void {
    try {
      this.#options.onCommitted?.(batch);
    } catch (error) {
      this.#logger.error({ group: this.#options.group, error }, 'onCommitted threw');
    }
  }
}

function lastOf(batch: Batch): LogRecord {
  const last = batch.records.at(-1);
  if (last === undefined) throw new TypeError('a batch is never empty');
  return last;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
