import type { Delivery } from '../batch-delivery.ts';
import type { EventLogLogger } from '../event-log-logger.ts';
import type { Batch, FollowOptions } from '../event-log.ts';
import { deliverToFollower } from '../follow-delivery.ts';
import type { PartitionSink } from './partition-loop.ts';

export interface FollowSinkParts {
  readonly options: FollowOptions;
  readonly startOffset: number;
  readonly logger: EventLogLogger;
  readonly signal: AbortSignal;
  readonly onPosition: (nextOffset: number) => void;
}

/** Hands the batches of one partition to a follower; where it stands is kept in memory. */
export class FollowSink implements PartitionSink {
  readonly #parts: FollowSinkParts;
  #nextOffset: number;

  constructor(parts: FollowSinkParts) {
    this.#parts = parts;
    this.#nextOffset = parts.startOffset;
  }

  startOffset(): Promise<number> {
    return Promise.resolve(this.#nextOffset);
  }

  /** A follower's partitions need not wait for each other. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  async apply(batch: Batch): Promise<Delivery> {
    const { options, logger, signal } = this.#parts;
    const outcome = await deliverToFollower(options, batch, logger, signal);
    if (outcome.kind === 'committed') this.#nextOffset = outcome.nextOffset;
    return outcome;
  }

  onPosition(nextOffset: number): void {
    this.#parts.onPosition(nextOffset);
  }
}
