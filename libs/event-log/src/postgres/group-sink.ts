import type { BatchDelivery } from '../batch-delivery.ts';
import type { GroupTurn } from './group-turn.ts';
import type { PartitionSink, PartitionSource } from './partition-loop.ts';
import type { Position } from './read-next.ts';

export interface GroupSinkParts {
  readonly startOffset: () => Promise<number>;
  readonly delivery: BatchDelivery;
  /** Shared by the partitions of a member. */
  readonly turn: GroupTurn;
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

  async step(source: PartitionSource, position: Position): Promise<Position | undefined> {
    const { delivery, turn, signal, onFenced } = this.#parts;
    const outcome = await turn.take({ source, position, delivery, signal });
    if (outcome.kind === 'fenced') onFenced();
    if (outcome.kind === 'nothing') return outcome.position;
    if (outcome.kind !== 'committed') return undefined;
    return { expected: outcome.nextOffset, readFrom: outcome.nextOffset };
  }

  onPosition(nextOffset: number): void {
    this.#parts.onPosition(nextOffset);
  }
}
