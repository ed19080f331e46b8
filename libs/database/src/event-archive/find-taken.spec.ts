import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Event } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { takeUnapplied } from '../applied-events/applied-events.ts';
import { Database } from '../connection/database.ts';
import { ARCHIVE_GROUP, EventArchive } from './event-archive.ts';
import { findTaken } from './find-taken.ts';

const NOW_MS = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;

const event = (eventId: string, eventTime: number, receivedAt = NOW_MS): Event =>
  Event.parse({
    type: 'logged_out',
    eventId,
    schemaVersion: 1,
    shopId: 'demo',
    userId: 'ann',
    eventTime,
    sentAt: receivedAt,
    receivedAt,
    source: 'http',
    context: {},
    consent: { analytics: true, personalisation: true },
  });

describe('what was taken before', () => {
  let server: TestPostgres;
  let database: Database;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('is what the ledger knows', async () => {
    await takeUnapplied(database, ARCHIVE_GROUP, [event('known', NOW_MS)]);
    const asked = [event('known', NOW_MS), event('new', NOW_MS)];
    expect(await findTaken(database, asked)).toEqual(new Set(['known']));
  });

  it('is what the archive has of a time whose ids the ledger has forgotten', async () => {
    const archive = new EventArchive(database);
    const firstReceivedAt = NOW_MS - 200 * DAY_MS;
    await archive.ensurePartitions(firstReceivedAt);
    const first = event('forgotten', firstReceivedAt, firstReceivedAt);
    await archive.append(database, [{ event: first, partition: 0, offset: 0 }]);
    const asked = [event('forgotten', firstReceivedAt), event('late', firstReceivedAt)];
    expect(await findTaken(database, asked)).toEqual(new Set(['forgotten']));
    // The replay of one that was rejected 90 days ago keeps the time it was received.
    const replayed = event('forgotten', NOW_MS - 119 * DAY_MS, NOW_MS - 90 * DAY_MS);
    expect(await findTaken(database, [replayed])).toEqual(new Set(['forgotten']));
  });
});
