import type { Topic } from '#contracts';

/** A record to append. The key decides the partition; records of one key keep their order. */
export interface NewRecord<T> {
  readonly key: string;
  /** null deletes the key on a compacted topic. */
  readonly value: T | null;
}

/** A record as read. */
export interface LogRecord {
  readonly partition: number;
  /** Counts up by partition; gaps may exist (compaction, transactions). */
  readonly offset: number;
  readonly key: string;
  /** null on a compacted topic means that the key was deleted. */
  readonly value: Uint8Array | null;
  /** When it was appended, ms since 1970. */
  readonly appendedAt: number;
}

/** The next records of one or more partitions: those of a partition stand together and in order. Never empty. */
export interface Batch {
  readonly topic: string;
  readonly records: readonly LogRecord[];
}

/** One partition's next records. */
export interface PartitionBatch extends Batch {
  readonly partition: number;
}

/** The one database transaction that effects, outbox rows and the offset share. */
export interface Transaction {
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** Runs work in one transaction: commits when it resolves, rolls back when it throws. */
export type RunInTransaction = <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;

export interface ConsumeOptions {
  /** The consumer group; its members share the partitions, and its offset is kept per partition. */
  readonly group: string;
  readonly topic: Topic;
  /** Most records in one batch, and so in one transaction. */
  readonly batchSizeMax: number;
  /**
   * Applies a batch inside the transaction it is given; the group's offsets advance in the same one. It may see a
   * record again after a crash before commit, never after one. Throwing rolls everything back and has each partition
   * tried by itself: again for ever if the reason is transient; otherwise its batch is halved down to the record at
   * fault, and a record that fails `attemptsMax` times goes to `onPoison` and is passed.
   */
  readonly handle: (transaction: Transaction, batch: Batch) => Promise<void>;
  /** Keeps a record that cannot be handled, in the transaction that passes it. */
  readonly onPoison: (
    transaction: Transaction,
    topic: string,
    record: LogRecord,
    error: Error,
  ) => Promise<void>;
  /** Tries of a failing record before it is poison; default 3. */
  readonly attemptsMax?: number;
  /**
   * How long the group rests after a transaction that was not full; default not at all. For effects that nobody waits
   * for: they gather company, and what somebody does wait for has the database meanwhile.
   */
  readonly restMs?: number;
  /** Called after a batch is committed (count, tell others). */
  readonly onCommitted?: (batch: Batch) => void;
}

export interface FollowOptions {
  readonly topic: Topic;
  /** 'earliest' reads all that is kept first: a cache is warm when `caughtUp` resolves. */
  readonly from: 'earliest' | 'latest';
  readonly batchSizeMax: number;
  /** Throwing has the batch tried again until it succeeds; pass what you cannot understand yourself. */
  readonly handle: (batch: Batch) => Promise<void>;
}

/** A running consumer. `stop` finishes and commits the batch in hand, takes no other, and resolves. */
export interface Consumption {
  /**
   * Resolves when what was in the log at the start has been handled: all of it by a follower, the partitions it holds
   * by a member of a group. Also resolves when the consumer is stopped before; never rejects.
   */
  readonly caughtUp: Promise<void>;
  stop(): Promise<void>;
}

/** What is in memory now, for metrics: both are bounded. */
export interface EventLogStats {
  /** Records read and not yet handled. */
  readonly recordsBuffered: number;
  /** Records accepted by `append` and not yet durable. */
  readonly appendsInFlight: number;
}

/** Records of a group not yet committed, by partition. */
export type Lag = ReadonlyMap<number, number>;

/**
 * The durable log between services. Adapters: PostgresEventLog (embedded default) and KafkaEventLog; both pass
 * test/contract/event-log-contract.ts.
 */
export interface EventLog {
  /** Creates the topics that are missing. */
  createTopics(topics: readonly Topic[]): Promise<void>;
  /** Appends; when it resolves, the records are durable. Rejects with OVERLOADED when too much is in flight. */
  append<T>(topic: Topic<T>, records: readonly NewRecord<T>[]): Promise<void>;
  /** Joins a group: every record is handled once by one member, its effects committed with the offset. */
  consume(options: ConsumeOptions): Promise<Consumption>;
  /** Reads all partitions alone, without a group or offsets: every process that follows sees every record. */
  follow(options: FollowOptions): Promise<Consumption>;
  lag(group: string, topic: Topic): Promise<Lag>;
  stats(): EventLogStats;
  /** Stops what still runs and lets go of connections. */
  close(): Promise<void>;
}
