import { backOff, DEFAULT_BACKOFF, type Backoff } from './backoff.ts';
import { commitBatch, type CommitParts } from './commit-batch.ts';
import type { EventLogLogger } from './event-log-logger.ts';
import type { ConsumeOptions, LogRecord, PartitionBatch, Transaction } from './event-log.ts';
import { FencedError } from './fenced-error.ts';
import { isTransient } from './transient-error.ts';

export type Delivery =
  | { readonly kind: 'committed'; readonly nextOffset: number }
  /** Another member has the partition, or had it: read the stored offset again. */
  | { readonly kind: 'fenced' }
  /** The signal was aborted before the batch could be applied. */
  | { readonly kind: 'stopped' };

interface Failed {
  readonly kind: 'failed';
  readonly error: Error;
}

const ATTEMPTS_MAX_DEFAULT = 3;

export interface BatchDeliveryParts extends CommitParts {
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
  async deliver(batch: PartitionBatch, expectedOffset: number): Promise<Delivery> {
    const attempt = await this.#apply(batch, expectedOffset, (transaction) =>
      this.#options.handle(transaction, batch),
    );
    return attempt.kind === 'failed' ? this.#divide(batch, expectedOffset, attempt.error) : attempt;
  }

  /** Goes on with a batch whose first try failed with `error`. */
  async deliverAfter(error: unknown, batch: PartitionBatch, expectedOffset: number): Promise<Delivery> {
    const outcome = await this.#afterFailure(error, 1);
    if (outcome === 'again') return this.deliver(batch, expectedOffset);
    return outcome.kind === 'failed' ? this.#divide(batch, expectedOffset, outcome.error) : outcome;
  }

  async #divide(batch: PartitionBatch, expectedOffset: number, error: Error): Promise<Delivery> {
    const { records } = batch;
    if (records.length === 1) return this.#deliverSuspect(batch, expectedOffset, error);
    const middle = records.length >>> 1;
    const first = await this.deliver({ ...batch, records: records.slice(0, middle) }, expectedOffset);
    if (first.kind !== 'committed') return first;
    return this.deliver({ ...batch, records: records.slice(middle) }, first.nextOffset);
  }

  /** One record that failed once: the remaining tries, then poison. */
  async #deliverSuspect(batch: PartitionBatch, expectedOffset: number, firstError: Error): Promise<Delivery> {
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
  async #passPoison(batch: PartitionBatch, expectedOffset: number, error: Error): Promise<Delivery> {
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
    batch: PartitionBatch,
    expectedOffset: number,
    effects: (transaction: Transaction) => Promise<void>,
  ): Promise<Delivery | Failed> {
    const move = { partition: batch.partition, expectedOffset, nextOffset: offsetAfter(batch) };
    for (let attempt = 1; ; attempt++) {
      try {
        await commitBatch(this.#parts, batch, [move], effects);
        return { kind: 'committed', nextOffset: move.nextOffset };
      } catch (error) {
        const outcome = await this.#afterFailure(error, attempt);
        if (outcome !== 'again') return outcome;
      }
    }
  }

  /** What to do after the `attempt`-th failure; waits before it says "again". */
  async #afterFailure(error: unknown, attempt: number): Promise<Delivery | Failed | 'again'> {
    if (error instanceof FencedError) return { kind: 'fenced' };
    if (!isTransient(error)) return { kind: 'failed', error: asError(error) };
    const { group, topic } = this.#options;
    this.#logger.warn({ group, topic: topic.name, attempt, error }, 'batch failed for a transient reason');
    await backOff(attempt, this.#backoff, this.#signal);
    return this.#signal.aborted ? { kind: 'stopped' } : 'again';
  }
}

/** The next offset once this batch is committed. */
export function offsetAfter(batch: PartitionBatch): number {
  return lastOf(batch).offset + 1;
}

function lastOf(batch: PartitionBatch): LogRecord {
  const last = batch.records.at(-1);
  if (last === undefined) throw new TypeError('a batch is never empty');
  return last;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
