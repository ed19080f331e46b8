import type { EventLogLogger } from './event-log-logger.ts';
import type { Batch, ConsumeOptions, RunInTransaction, Transaction } from './event-log.ts';
import { advanceOffsets, type OffsetMove } from './postgres/consumer-offset.ts';

export interface CommitParts {
  readonly runInTransaction: RunInTransaction;
  readonly options: ConsumeOptions;
  /** What the topic is called where offsets are stored. */
  readonly offsetTopic: string;
  readonly logger: EventLogLogger;
}

/**
 * A batch's effects and the offsets after it in one transaction. Rejects with what that failed with.
 * @throws FencedError where an offset is not where it was expected.
 */
export async function commitBatch(
  { runInTransaction, options, offsetTopic, logger }: CommitParts,
  batch: Batch,
  moves: readonly OffsetMove[],
  effects: (transaction: Transaction) => Promise<void>,
): Promise<void> {
  const { group } = options;
  await runInTransaction(async (transaction) => {
    await effects(transaction);
    await advanceOffsets(transaction, { group, topic: offsetTopic }, moves);
  });
  // It is committed: whatever the listener does, it must not be applied again.
  try {
    options.onCommitted?.(batch);
  } catch (error) {
    logger.error({ group, error }, 'onCommitted threw');
  }
}
