import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EpochMs, EventVerdictCode, RejectedEvent, ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { RejectedEventStore } from './rejected-event-store.ts';

const NOW = 1_763_900_000_123 as EpochMs;

const rejected = (shop: string, number: number, code: EventVerdictCode, field?: string): RejectedEvent => ({
  rejectedId: `${shop}-${number}`,
  shopId: shop as ShopId,
  eventId: `event-${number}`,
  stage: 'http',
  code,
  ...(field === undefined ? {} : { field }),
  message: 'is required',
  bodyBase64: Buffer.from([0, 255, number]).toString('base64'),
  receivedAt: (NOW + number) as EpochMs,
});

describe('the store of rejected events', () => {
  let server: TestPostgres;
  let database: Database;
  let store: RejectedEventStore;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    store = new RejectedEventStore(database);
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('lists them newest first and page by page, added once however often', async () => {
    const shopId = 'pages' as ShopId;
    const all = [1, 2, 3].map((number) => rejected('pages', number, 'EVENT_MISSING_FIELD', 'userId'));
    await store.add(database, all);
    await store.add(database, all);
    const first = await store.list({ shopId, limit: 2 });
    expect(first).toEqual([all[2], all[1]]);
    const last = first.at(-1);
    expect(await store.list({ shopId, limit: 2, ...(last ? { after: last } : {}) })).toEqual([all[0]]);
  });

  it('counts by reason what was not replayed', async () => {
    const shopId = 'counts' as ShopId;
    await store.add(database, [
      rejected('counts', 1, 'EVENT_MALFORMED'),
      rejected('counts', 2, 'EVENT_INVALID_FIELD', 'price'),
      rejected('counts', 3, 'EVENT_INVALID_FIELD', 'price'),
      rejected('counts', 4, 'EVENT_MALFORMED'),
      rejected('counts', 5, 'EVENT_MALFORMED'),
    ]);
    await store.markReplayed(database, ['counts-4', 'counts-5'], NOW);
    expect(await store.countByReason(shopId)).toEqual([
      { code: 'EVENT_INVALID_FIELD', field: 'price', count: 2 },
      { code: 'EVENT_MALFORMED', count: 1 },
    ]);
    const open = await store.list({ shopId, code: 'EVENT_MALFORMED', openOnly: true, limit: 9 });
    expect(open.map(({ rejectedId }) => rejectedId)).toEqual(['counts-1']);
  });
});
