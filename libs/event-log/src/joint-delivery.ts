import { offsetAfter, type BatchDelivery, type Delivery } from './batch-delivery.ts';
import { commitBatch, type CommitParts } from './commit-batch.ts';
import type { Batch, PartitionBatch } from './event-log.ts';
import { Semaphore } from './semaphore.ts';

/** What one partition has to deliver. */
export interface Offer {
  readonly batch: PartitionBatch;
  /** Where the group should stand. */
  readonly expectedOffset: number;
  /** What delivers it alone when the transaction of all has failed. */
  readonly delivery: BatchDelivery;
  readonly resolve: (delivery: Delivery | Promise<Delivery>) => void;
}

/** Partitions tried again by themselves at a time: each takes a connection. */
const ALONE_MAX = 2;

/**
 * Applies what several partitions of a group have in one transaction: a statement for many costs little more than a
 * statement for one. When that fails, each partition goes on alone, so that what is wrong with one holds up no other.
 */
export class JointDelivery {
  readonly #parts: CommitParts;
  readonly #alone = new Semaphore(ALONE_MAX);

  constructor(parts: CommitParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when each offer was tried once, in transactions of at most `batchSizeMax` records where one has no more:
   * whether there were as many records as that.
   */
  async deliver(offers: readonly Offer[]): Promise<boolean> {
    const { batchSizeMax } = this.#parts.options;
    for (const share of inShares(offers, batchSizeMax)) await this.#deliverShare(share);
    return offers.reduce((sum, { batch }) => sum + batch.records.length, 0) >= batchSizeMax;
  }

  async #deliverShare(offers: readonly Offer[]): Promise<void> {
    const batch = jointBatch(offers);
    const moves = offers.map((offer) => ({
      partition: offer.batch.partition,
      expectedOffset: offer.expectedOffset,
      nextOffset: offsetAfter(offer.batch),
    }));
    try {
      await commitBatch(this.#parts, batch, moves, (transaction) =>
        this.#parts.options.handle(transaction, batch),
      );
    } catch (error) {
      for (const offer of offers) offer.resolve(this.#alone.run(() => goOn(offer, error, offers.length)));
      return;
    }
    for (const { batch: delivered, resolve } of offers) {
      resolve({ kind: 'committed', nextOffset: offsetAfter(delivered) });
    }
  }
}

/** Who failed alone has had a first try; who failed with others may not have been the reason. */
function goOn(
  { batch, expectedOffset, delivery }: Offer,
  error: unknown,
  together: number,
): Promise<Delivery> {
  return together === 1
    ? delivery.deliverAfter(error, batch, expectedOffset)
    : delivery.deliver(batch, expectedOffset);
}

function jointBatch(offers: readonly Offer[]): Batch {
  const [first, ...others] = offers;
  if (first === undefined) throw new TypeError('a share is never empty');
  if (others.length === 0) return first.batch;
  return { topic: first.batch.topic, records: offers.flatMap(({ batch }) => batch.records) };
}

function inShares(offers: readonly Offer[], recordsMax: number): readonly (readonly Offer[])[] {
  const shares: Offer[][] = [];
  let records = Infinity;
  for (const offer of offers) {
    const { length } = offer.batch.records;
    const share = shares.at(-1);
    if (share !== undefined && records + length <= recordsMax) {
      share.push(offer);
      records += length;
    } else {
      shares.push([offer]);
      records = length;
    }
  }
  return shares;
}
