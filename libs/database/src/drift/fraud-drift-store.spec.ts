import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { FraudDriftStore } from './fraud-drift-store.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 20);
const SHOP = 'demo' as ShopId;

describe('the store of fraud drift', () => {
  let server: TestPostgres;
  let database: Database;
  const store = new FraudDriftStore();

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('keeps the newest counts of each shop', async () => {
    const window = { shopId: SHOP, version: 'v1', fromMs: NOW_MS, orders: 1, counts: Int32Array.of(1, 0) };
    await store.saveWindow(database, window);
    await store.saveWindow(database, { ...window, orders: 2, counts: Int32Array.of(1, 1) });
    expect(await store.readWindows(database, [SHOP, 'another' as ShopId])).toEqual([
      { ...window, orders: 2, counts: Int32Array.of(1, 1) },
    ]);
  });

  it('tells the newest report of each shop, and forgets those of a quarter ago', async () => {
    const report = (untilMs: number, shopId = SHOP) => ({
      shopId,
      version: 'v1',
      fromMs: untilMs - DAY_MS,
      untilMs,
      orders: 600,
      scorePsi: 0.1,
      features: [{ feature: 'lines', psi: 0.3 }],
    });
    const other = 'other' as ShopId;
    for (const each of [report(NOW_MS - 91 * DAY_MS), report(NOW_MS), report(NOW_MS, other)]) {
      await store.addReport(database, each);
    }
    expect(await store.newestReports(database)).toEqual([report(NOW_MS), report(NOW_MS, other)]);
    const kept = await database.query('SELECT 1 FROM fraud_drift_report WHERE shop_id = $1', [SHOP]);
    expect(kept).toHaveLength(1);
  });
});
