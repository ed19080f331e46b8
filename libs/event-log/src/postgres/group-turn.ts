import type { BatchDelivery, Delivery } from '../batch-delivery.ts';
import type { BufferGauge } from '../buffer-gauge.ts';
import type { PartitionBatch } from '../event-log.ts';
import type { JointDelivery, Offer } from '../joint-delivery.ts';
import { Rounds } from '../rounds.ts';
import type { PartitionSource } from './partition-loop.ts';
import { readNext, type Position } from './read-next.ts';

/** A partition that has something to read. */
export interface Candidate {
  readonly source: PartitionSource;
  readonly position: Position;
  readonly delivery: BatchDelivery;
  readonly signal: AbortSignal;
}

/** What came of a partition's turn. */
export type TurnOutcome = Delivery | { readonly kind: 'nothing'; readonly position: Position };

interface Entrant extends Candidate {
  readonly resolve: (outcome: TurnOutcome | Promise<TurnOutcome>) => void;
  readonly reject: (error: unknown) => void;
}

interface Read {
  readonly entrant: Entrant;
  readonly batch: PartitionBatch;
}

/**
 * The partitions of a member take their turn together, in one transaction. They read when it is their turn and not
 * before: what is appended while they wait makes the batch larger, and so the busier the group, the fewer transactions.
 */
export class GroupTurn {
  readonly #joint: JointDelivery;
  readonly #gauge: BufferGauge;
  readonly #rounds: Rounds<Entrant>;

  constructor(joint: JointDelivery, gauge: BufferGauge, restMs?: number) {
    this.#joint = joint;
    this.#gauge = gauge;
    this.#rounds = new Rounds((entrants) => this.#round(entrants), restMs);
  }

  /** Rejects with what reading failed with. */
  take(candidate: Candidate): Promise<TurnOutcome> {
    return new Promise((resolve, reject) => this.#rounds.enter({ ...candidate, resolve, reject }));
  }

  async #round(entrants: readonly Entrant[]): Promise<boolean> {
    const read = await Promise.all(entrants.map(readFor));
    return this.#joint.deliver(read.flatMap((next) => (next === undefined ? [] : [this.#offer(next)])));
  }

  /** Counted as long as it is in hand. */
  #offer({ entrant: { position, delivery, resolve }, batch }: Read): Offer {
    const { length } = batch.records;
    this.#gauge.add(length);
    return {
      batch,
      expectedOffset: position.expected,
      delivery,
      resolve: (delivered) => resolve(Promise.resolve(delivered).finally(() => this.#gauge.add(-length))),
    };
  }
}

/** Settles who has nothing to deliver: stopped while it waited, nothing there, or not to be read. */
async function readFor(entrant: Entrant): Promise<Read | undefined> {
  const { source, position, signal, resolve, reject } = entrant;
  if (signal.aborted) {
    resolve({ kind: 'stopped' });
    return undefined;
  }
  try {
    const next = await readNext(source, position);
    if ('records' in next) return { entrant, batch: next };
    resolve({ kind: 'nothing', position: next });
  } catch (error) {
    reject(error);
  }
  return undefined;
}
