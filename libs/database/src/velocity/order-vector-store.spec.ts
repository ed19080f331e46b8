import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EpochMs, ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { OrderVectorStore, VECTOR_KEPT_DAYS, type OrderVectorRow } from './order-vector-store.ts';
import { ScreenedBatches } from './screened-batches.ts';

const NOW_MS = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;
const shopId = 'demo' as ShopId;

const vector = (orderId: string, position: number, decidedAtMs = NOW_MS): OrderVectorRow => ({
  shopId,
  orderId,
  eventId: '',
  // Whole numbers of milliseconds.
  decidedAtMs: decidedAtMs as EpochMs,
  orderTimeMs: (decidedAtMs - 5) as EpochMs,
  position,
  columnsVersion: 'c1',
  modelVersion: '',
  rulesVersion: 'r1',
  features: Uint8Array.of(1, 2, 3),
  checkout: { amountMinor: 1500 },
});

describe('what orders were judged by', () => {
  let server: TestPostgres;
  let database: Database;
  let store: OrderVectorStore;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    store = new OrderVectorStore(database);
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('comes back whole, by the position of what was counted', async () => {
    await store.append(database, [vector('o1', 1), vector('o2', 2)]);
    const [row, ...others] = await store.readPositions(database, 2, 3);
    expect(others).toEqual([]);
    expect({ ...row, features: [...(row?.features ?? [])] }).toEqual({
      ...vector('o2', 2),
      features: [1, 2, 3],
    });
  });

  it('is kept for months, then dropped by the month', async () => {
    await store.append(database, [vector('old', 1, NOW_MS - (VECTOR_KEPT_DAYS + 40) * DAY_MS)]);
    expect(await store.forgetOld(NOW_MS)).toBe(1);
    expect((await store.readPositions(database, 0, 9)).map(({ orderId }) => orderId)).toEqual(['o1', 'o2']);
    await store.append(database, [vector('late', 3, NOW_MS - (VECTOR_KEPT_DAYS + 40) * DAY_MS)]);
    expect(await store.readPositions(database, 3, 4)).toHaveLength(1);
  });
});

describe('the journal of screening', () => {
  let server: TestPostgres;
  let database: Database;
  const batches = new ScreenedBatches();

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('tells which batch came after which, and forgets the old ones', async () => {
    const place = { partition: 3, firstOffset: 10, untilOffset: 12 };
    const first = (await batches.note(database, [place], [shopId])).get(3) ?? 0;
    const later = await batches.note(
      database,
      [
        { ...place, partition: 4 },
        { ...place, partition: 1 },
      ],
      [shopId, 'other' as ShopId],
    );
    const [second, third] = [later.get(4) ?? 0, later.get(1) ?? 0];
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
    const positions = await database.query('SELECT DISTINCT position::int FROM screening_position');
    expect(positions).toEqual([{ position: third }]);
    await database.query(
      `UPDATE screened_batch SET screened_at = now() - interval '200 days' WHERE position = $1`,
      [first],
    );
    expect(await batches.forgetOld(database, Date.now())).toBe(1);
    const pages = [];
    for await (const page of batches.readAll(database)) pages.push(...page);
    expect(pages).toEqual([
      { ...place, partition: 4, position: second },
      { ...place, partition: 1, position: third },
    ]);
  });
});
