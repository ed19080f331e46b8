import { Database, EventArchive } from '#database';
import { trainingEvent, type TrainingTraffic } from '../../traffic/training-event.ts';

const BATCH_SIZE = 5_000;
const DAY_MS = 86_400_000;
/** The last statement reads the whole archive. */
const STATEMENT_TIMEOUT_MS = 1_800_000;

/** Writes a year of events through the archive's own store, as ingestion's consumer would have over the year. */
export async function fillArchive(connectionString: string, traffic: TrainingTraffic): Promise<void> {
  const database = await Database.open({ connectionString, statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  try {
    const archive = new EventArchive(database);
    for (let day = traffic.fromMs; day < traffic.untilMs; day += 28 * DAY_MS)
      await archive.ensurePartitions(day);
    await archive.ensurePartitions(traffic.untilMs);
    for (let from = 0; from < traffic.events; from += BATCH_SIZE) {
      const length = Math.min(BATCH_SIZE, traffic.events - from);
      await archive.append(
        database,
        Array.from({ length }, (_, i) => ({
          event: trainingEvent(from + i, traffic),
          partition: 0,
          offset: from + i,
        })),
      );
    }
    await database.query('VACUUM ANALYZE event_archive');
  } finally {
    await database.close();
  }
}
