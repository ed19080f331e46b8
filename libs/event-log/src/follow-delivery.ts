import { backOff, DEFAULT_BACKOFF } from './backoff.ts';
import type { Delivery } from './batch-delivery.ts';
import type { EventLogLogger } from './event-log-logger.ts';
import type { Batch, FollowOptions } from './event-log.ts';

/**
 * The failure policy of followers: a batch is tried until it succeeds, for a cache that skipped a record would be
 * wrong for ever. A handler that can meet a record it does not understand must pass it itself.
 */
export async function deliverToFollower(
  options: FollowOptions,
  batch: Batch,
  logger: EventLogLogger,
  signal: AbortSignal,
): Promise<Delivery> {
  for (let attempt = 1; ; attempt++) {
    try {
      await options.handle(batch);
      const last = batch.records.at(-1);
      if (last === undefined) throw new TypeError('a batch is never empty');
      return { kind: 'committed', nextOffset: last.offset + 1 };
    } catch (error) {
      const { topic, partition } = batch;
      logger.error({ topic, partition, attempt, error }, 'follower failed on a batch');
      await backOff(attempt, DEFAULT_BACKOFF, signal);
      if (signal.aborted) return { kind: 'stopped' };
    }
  }
}
