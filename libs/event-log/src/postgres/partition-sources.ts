import type { LogRecord, Transaction } from '../event-log.ts';
import type { HeadWatch } from './head-watch.ts';
import type { PartitionSource } from './partition-loop.ts';
import { readRecords } from './read-records.ts';
import { SharedReader } from './shared-reader.ts';
import type { LogTopic } from './topic-registry.ts';

/** One page: a partition in hand holds this much. */
const READ_BYTES_MAX = 2_000_000;

/** Where the loops of this process read their partitions. */
export class PartitionSources {
  readonly #transaction: Transaction;
  readonly #heads: HeadWatch;
  /** By topic and partition: as many as the topics that groups of this process consume have. */
  readonly #readers = new Map<string, SharedReader>();

  constructor(transaction: Transaction, heads: HeadWatch) {
    this.#transaction = transaction;
    this.#heads = heads;
  }

  /** Reads for one reader alone. */
  own({ topicId, name }: LogTopic, partition: number, recordsMax: number): PartitionSource {
    return {
      topic: name,
      partition,
      read: (fromOffset) => this.#read(topicId, partition, fromOffset, recordsMax),
      head: () => this.#heads.head(topicId, partition),
      waitFor: (offset, signal) => this.#heads.waitFor(topicId, partition, offset, signal),
    };
  }

  /** For members of groups: what one group has just read, the next has from memory. */
  shared(topic: LogTopic, partition: number, recordsMax: number): PartitionSource {
    const { topicId } = topic;
    const key = `${topicId}/${partition}`;
    const source = this.own(topic, partition, recordsMax);
    const known = this.#readers.get(key);
    const reader =
      known ?? new SharedReader((from, max) => this.#read(topicId, partition, from, max), source.head);
    if (known === undefined) this.#readers.set(key, reader);
    return { ...source, read: (fromOffset) => reader.read(fromOffset, recordsMax) };
  }

  #read(topicId: number, partition: number, fromOffset: number, recordsMax: number): Promise<LogRecord[]> {
    const bytesMax = READ_BYTES_MAX;
    return readRecords(this.#transaction, { topicId, partition, fromOffset, recordsMax, bytesMax });
  }
}
