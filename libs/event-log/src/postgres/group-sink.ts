import type { BatchDelivery, Delivery } from '../batch-delivery.ts';
import type { Batch } from '../event-log.ts';
import type { Semaphore } from '../semaphore.ts';
import type { PartitionSink } from './partition-loop.ts';

export interface GroupSinkParts {
  readonly startOffset: () => Promise<number>;
  readonly delivery: BatchDelivery;
  /** Shared by the partitions of a member: each batch is a transaction, and so a connection. */
  readonly concurrency: Semaphore;
  readonly signal: AbortSignal;
  readonly onFenced: () => void;
  readonly onPosition: (nextOffset: number) => void;
}

/** Applies the batches of one partition for a member of a group. */
export class GroupSink implements PartitionSink {
  readonly #parts: GroupSinkParts;

  constructor(parts: GroupSinkParts) {
    this.#parts = parts;
  }

  startOffset(): Promise<number> {
    return this.#parts.startOffset();
  }

  inTurn<T>(work: () => Promise<T>): Promise<T | undefined> {
    const { concurrency, signal } = this.#parts;
    // It may have been stopped while it waited.
    return concurrency.run(() => (signal.aborted ? Promise.resolve(undefined) : work()));
  }

  async apply(batch: Batch, expectedOffset: number): Promise<Delivery> {
    const outcome = await this.#parts.delivery.deliver(batch, expectedOffset);
    if (outcome.kind === 'fenced') this.#parts.onFenced();
    return outcome;
  }

  onPosition(nextOffset: number): void {
    this.#parts.onPosition(nextOffset);
  }
}
