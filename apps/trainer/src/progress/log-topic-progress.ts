import { recordKey, TOPICS, type ShopId } from '#contracts';
import type { Infrastructure } from '#service';
import type { ProgressSink } from './progress-reporter.ts';

/** Sends reports to training-progress.v1. Progress is for people to watch: a report that is lost does not stop a run. */
export function logTopicProgress(
  { eventLog, logger }: Pick<Infrastructure, 'eventLog' | 'logger'>,
  shopId: ShopId,
  runId: string,
): ProgressSink {
  return (report) => {
    const record = { key: recordKey(shopId, runId), value: { runId, shopId, ...report } };
    eventLog.append(TOPICS.trainingProgress, [record]).catch((error: unknown) => {
      logger.warn({ err: error, runId }, 'a progress report could not be sent');
    });
  };
}
