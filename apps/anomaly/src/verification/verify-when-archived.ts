import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, OffsetSource } from '#database';
import type { ServiceConfig } from '#service';
import { ArchiveBehindError, verifyVelocity, type VelocityVerification } from './verify-velocity.ts';

/** Ingestion's consumer of events.v1 that writes the archive. */
const ARCHIVE_GROUP = 'archive';
/** The two consumers run independently; under load either may be a batch ahead for a moment. */
const TRIES_MAX = 100;
const PAUSE_MS = 100;

/** Verifies at the first moment at which the archive is not behind the aggregates. */
export async function verifyWhenArchived(
  database: Database,
  config: Pick<ServiceConfig, 'CARTWISE_EVENT_LOG' | 'CARTWISE_KAFKA_TOPIC_PREFIX'>,
): Promise<VelocityVerification> {
  const offsets: OffsetSource =
    config.CARTWISE_EVENT_LOG === 'postgres'
      ? { kind: 'postgres' }
      : { kind: 'kafka', topicPrefix: config.CARTWISE_KAFKA_TOPIC_PREFIX };
  for (let tries = 1; ; tries += 1) {
    try {
      return await verifyVelocity(database, { archiveGroup: ARCHIVE_GROUP, offsets });
    } catch (error) {
      if (!(error instanceof ArchiveBehindError) || tries === TRIES_MAX) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
