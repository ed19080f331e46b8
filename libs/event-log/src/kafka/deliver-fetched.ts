import type { EachBatchPayload } from 'kafkajs';
import type { BufferGauge } from '../buffer-gauge.ts';
import type { PartitionBatch } from '../event-log.ts';
import { logRecordOf } from './log-record-of.ts';

export interface FetchedWork {
  /** The topic's own name, without the prefix it has at the broker. */
  readonly topic: string;
  readonly batchSizeMax: number;
  readonly heartbeatMs: number;
  readonly gauge: BufferGauge;
  /** Handles one batch and returns the offset after it, or undefined when no further batch must come. */
  deliver(batch: PartitionBatch): Promise<number | undefined>;
  /** The broker no longer takes the member's heartbeats: the group rebalances. */
  onHeartbeatFailed(): void;
}

/**
 * Cuts what was fetched of a partition into batches and delivers them one by one, while the partition is ours.
 * Heartbeats go on meanwhile: a long batch must not cost the membership.
 */
export async function deliverFetched(payload: EachBatchPayload, work: FetchedWork): Promise<void> {
  const { length } = payload.batch.messages;
  work.gauge.add(length);
  const heartbeats = setInterval(() => {
    payload.heartbeat().catch(() => work.onHeartbeatFailed());
  }, work.heartbeatMs);
  try {
    await deliverSlices(payload, work);
  } finally {
    clearInterval(heartbeats);
    work.gauge.add(-length);
  }
}

async function deliverSlices(payload: EachBatchPayload, work: FetchedWork): Promise<void> {
  const { messages, partition } = payload.batch;
  const { topic, batchSizeMax } = work;
  for (let at = 0; at < messages.length; at += batchSizeMax) {
    if (!payload.isRunning() || payload.isStale()) return;
    const records = messages.slice(at, at + batchSizeMax).map((each) => logRecordOf(partition, each));
    const nextOffset = await work.deliver({ topic, partition, records });
    if (nextOffset === undefined) return;
    payload.resolveOffset(String(nextOffset - 1));
    await payload.heartbeat();
  }
}
