import type { PartitionBatch } from '../event-log.ts';
import type { PartitionSource } from './partition-loop.ts';

/** Where a partition is. */
export interface Position {
  /** What is stored: the offset after the last record applied. */
  readonly expected: number;
  /** Where to read on: beyond `expected` where the records between are gone. */
  readonly readFrom: number;
}

/** The next batch, or the position to go on from where there is nothing: all was compacted. */
export async function readNext(
  source: PartitionSource,
  { expected, readFrom }: Position,
): Promise<PartitionBatch | Position> {
  const { topic, partition } = source;
  // Asked before the read: what is appended later is not skipped when nothing is found.
  const head = source.head();
  const records = await source.read(readFrom);
  if (records.length === 0) return { expected, readFrom: Math.max(readFrom, head) };
  return { topic, partition, records };
}
