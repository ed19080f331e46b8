import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { ConcentrationStore } from './concentration-store.ts';

const [FIRST, SECOND] = ['first' as ShopId, 'second' as ShopId];
const INCIDENT = { openedMs: 5, bins: ['0/3'], orders: 2 };

describe('the store of what orders have in common', () => {
  let server: TestPostgres;
  let database: Database;
  const store = new ConcentrationStore();

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('begins empty, and keeps what is saved of each shop', async () => {
    expect(await store.load(database, [SECOND, FIRST])).toEqual([]);
    await store.save(database, [{ shopId: FIRST, body: Uint8Array.of(1, 2), incidents: [INCIDENT] }]);
    const [row] = await store.load(database, [SECOND, FIRST]);
    expect(row && [[...row.body], row.incidents]).toEqual([[1, 2], [INCIDENT]]);
    expect((await store.readAll(database)).map(({ shopId }) => shopId)).toEqual([FIRST]);
  });
});
