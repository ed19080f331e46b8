import { backOff, DEFAULT_BACKOFF } from './backoff.ts';
import { offsetAfter, type Delivery } from './batch-delivery.ts';
import type { EventLogLogger } from './event-log-logger.ts';
import type { FollowOptions, PartitionBatch } from './event-log.ts';

/**
 * The failure policy of followers: a batch is tried until it succeeds, for a cache that skipped a record would be
 * wrong for ever. A handler that can meet a record it does not understand must pass it itself.
 */
export async function deliverToFollower(
  options: FollowOptions,
  batch: PartitionBatch,
  logger: EventLogLogger,
  signal: AbortSignal,
): Promise<Delivery> {
  for (let attempt = 1; ; attempt++) {
    try {
      await options.handle(batch);
      return { kind: 'committed', nextOffset: offsetAfter(batch) };
    } catch (error) {
      const { topic, partition } = batch;
      logger.error({ topic, partition, attempt, error }, 'follower failed on a batch');
      await backOff(attempt, DEFAULT_BACKOFF, signal);
      if (signal.aborted) return { kind: 'stopped' };
    }
  }
}
