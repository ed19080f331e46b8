import type { BufferGauge } from '../buffer-gauge.ts';
import type { EventLogLogger } from '../event-log-logger.ts';
import type { FollowOptions } from '../event-log.ts';
import { deliverToFollower } from '../follow-delivery.ts';
import type { PartitionSink, PartitionSource } from './partition-loop.ts';
import { readNext, type Position } from './read-next.ts';

export interface FollowSinkParts {
  readonly options: FollowOptions;
  readonly gauge: BufferGauge;
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
  async step(source: PartitionSource, position: Position): Promise<Position | undefined> {
    const { options, gauge, logger, signal } = this.#parts;
    const next = await readNext(source, position);
    if (!('records' in next)) return next;
    gauge.add(next.records.length);
    try {
      const outcome = await deliverToFollower(options, next, logger, signal);
      if (outcome.kind !== 'committed') return undefined;
      this.#nextOffset = outcome.nextOffset;
      return { expected: outcome.nextOffset, readFrom: outcome.nextOffset };
    } finally {
      gauge.add(-next.records.length);
    }
  }

  onPosition(nextOffset: number): void {
    this.#parts.onPosition(nextOffset);
  }
}
