import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS } from '#contracts';
import {
  ARCHIVE_GROUP,
  EventArchive,
  readCommittedOffsets,
  type ArchivedEvent,
  type Database,
  type OffsetSource,
  type Sql,
} from '#database';
import type { ServiceConfig } from '../config/service-config.ts';

/** The archive's consumer has not come as far as the group: there is nothing yet to compare with. */
export class ArchiveBehindError extends Error {
  override readonly name = 'ArchiveBehindError';
}

export interface ArchivedMomentOptions {
  /** The group whose state is to be recomputed. */
  readonly group: string;
  readonly offsets: OffsetSource;
  /** The two consumers run independently; under load either may be a batch ahead for a moment. Default 100. */
  readonly triesMax?: number;
}

/** Every event the group has applied, in log order within a partition. */
export type AppliedEvents = AsyncIterable<readonly ArchivedEvent[]>;

const PAUSE_MS = 100;

/** Where a deployment keeps its committed offsets. */
export function offsetSourceOf(
  config: Pick<ServiceConfig, 'CARTWISE_EVENT_LOG' | 'CARTWISE_KAFKA_TOPIC_PREFIX'>,
): OffsetSource {
  return config.CARTWISE_EVENT_LOG === 'postgres'
    ? { kind: 'postgres' }
    : { kind: 'kafka', topicPrefix: config.CARTWISE_KAFKA_TOPIC_PREFIX };
}

/**
 * Hands `work` one read-only snapshot, and what the group has applied by then as the archive has it, at the first
 * moment at which the archive is not behind the group.
 * @throws ArchiveBehindError when it still is after `triesMax` tries, 100 ms apart.
 */
export async function atArchivedMoment<T>(
  database: Database,
  options: ArchivedMomentOptions,
  work: (sql: Sql, applied: AppliedEvents) => Promise<T>,
): Promise<T> {
  const { triesMax = 100 } = options;
  for (let tries = 1; ; tries += 1) {
    try {
      return await inSnapshot(database, options, work);
    } catch (error) {
      if (!(error instanceof ArchiveBehindError) || tries === triesMax) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

function inSnapshot<T>(
  database: Database,
  { group, offsets }: ArchivedMomentOptions,
  work: (sql: Sql, applied: AppliedEvents) => Promise<T>,
): Promise<T> {
  return database.transaction(async (sql) => {
    await sql.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const untilOffsets = await readCommittedOffsets(sql, group, TOPICS.events.name, offsets);
    const archived = await readCommittedOffsets(sql, ARCHIVE_GROUP, TOPICS.events.name, offsets);
    requireArchived(archived, untilOffsets);
    return work(sql, readApplied(new EventArchive(database), sql, untilOffsets));
  });
}

function requireArchived(archived: ReadonlyMap<number, number>, applied: ReadonlyMap<number, number>): void {
  for (const [partition, offset] of applied) {
    const behind = offset - (archived.get(partition) ?? 0);
    if (behind <= 0) continue;
    throw new ArchiveBehindError(`the archive is ${behind} events behind on partition ${partition}`);
  }
}

async function* readApplied(
  archive: EventArchive,
  sql: Sql,
  untilOffsets: ReadonlyMap<number, number>,
): AsyncGenerator<readonly ArchivedEvent[]> {
  for (const [partition, untilOffset] of untilOffsets)
    yield* archive.readInLogOrder(sql, partition, untilOffset);
}
