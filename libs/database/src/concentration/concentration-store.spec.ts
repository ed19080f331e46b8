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
    await database.transaction(async (sql) => {
      const rows = await store.lock(sql, [SECOND, FIRST]);
      expect(rows.map(({ shopId, body, incidents }) => [shopId, body.length, incidents])).toEqual([
        [FIRST, 0, []],
        [SECOND, 0, []],
      ]);
      await store.save(sql, [{ shopId: FIRST, body: Uint8Array.of(1, 2), incidents: [INCIDENT] }]);
    });
    const [row] = await database.transaction((sql) => store.lock(sql, [FIRST]));
    expect(row && [[...row.body], row.incidents]).toEqual([[1, 2], [INCIDENT]]);
    expect((await store.readAll(database)).map(({ shopId }) => shopId)).toEqual([FIRST]);
  });

  it('lets one transaction at a time count for a shop, whichever begins it', async () => {
    const shopId = 'busy' as ShopId;
    await Promise.all(
      Array.from({ length: 6 }, () =>
        database.transaction(async (sql) => {
          const [row] = await store.lock(sql, [shopId]);
          const count = (row?.body[0] ?? 0) + 1;
          await store.save(sql, [{ shopId, body: Uint8Array.of(count), incidents: [] }]);
        }),
      ),
    );
    const [row] = await store.lock(database, [shopId]);
    expect(row && [...row.body]).toEqual([6]);
  });
});
