import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EpochMs, ShopId } from '#contracts';
import { Database, EventArchive, RejectedEventStore } from '#database';
import { createLogger } from '#service';
import { startPostgres, type TestPostgres } from '#test-support';
import { ArchiveUpkeep } from './archive-upkeep.ts';

const DAY_MS = 86_400_000;
const shopId = 'demo' as ShopId;
const silent = createLogger({ service: 'test', level: 'silent' });

describe('the upkeep of the archive', () => {
  let server: TestPostgres;
  let database: Database;
  let rejected: RejectedEventStore;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    rejected = new RejectedEventStore(database);
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  const addOld = (rejectedId: string) =>
    rejected.add(database, [
      {
        rejectedId,
        shopId,
        stage: 'http',
        code: 'EVENT_MALFORMED',
        message: 'is not JSON',
        bodyBase64: '',
        receivedAt: (Date.now() - 91 * DAY_MS) as EpochMs,
      },
    ]);
  const kept = async () => (await rejected.list({ shopId, limit: 9 })).map(({ rejectedId }) => rejectedId);

  /** A process that starts and stops again at once. */
  async function runProcess(nowMs: number): Promise<void> {
    const clock = () => nowMs as EpochMs;
    const upkeep = new ArchiveUpkeep(database, new EventArchive(database), rejected, clock, silent);
    await upkeep.onModuleInit();
    upkeep.onApplicationBootstrap();
    await upkeep.beforeApplicationShutdown();
  }

  it('is done at the start of a process where it is due, and once a day by all of them', async () => {
    const nowMs = Date.now();
    await addOld('old-1');
    await runProcess(nowMs);
    expect(await kept()).toEqual([]);
    await addOld('old-2');
    await runProcess(nowMs + DAY_MS - 1);
    expect(await kept()).toEqual(['old-2']);
    await runProcess(nowMs + DAY_MS);
    expect(await kept()).toEqual([]);
  });
});
