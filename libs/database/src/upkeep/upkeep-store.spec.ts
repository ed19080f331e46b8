import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { UpkeepStore } from './upkeep-store.ts';

const NOW_MS = 1_763_900_000_123;
const DAY_MS = 86_400_000;

describe('the store of upkeep', () => {
  let server: TestPostgres;
  let database: Database;
  let store: UpkeepStore;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    store = new UpkeepStore(database);
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('gives a task to one caller, and again once its time has passed', async () => {
    expect(await store.claim('daily', DAY_MS, NOW_MS)).toBe(true);
    expect(await store.claim('daily', DAY_MS, NOW_MS)).toBe(false);
    expect(await store.claim('daily', DAY_MS, NOW_MS + DAY_MS - 1)).toBe(false);
    expect(await store.claim('daily', DAY_MS, NOW_MS + DAY_MS)).toBe(true);
    expect(await store.claim('daily', DAY_MS, NOW_MS + DAY_MS)).toBe(false);
  });

  it('keeps tasks apart', async () => {
    expect(await store.claim('one', DAY_MS, NOW_MS)).toBe(true);
    expect(await store.claim('another', DAY_MS, NOW_MS)).toBe(true);
  });

  it('gives it to exactly one of many that ask together, the first time and later', async () => {
    for (const nowMs of [NOW_MS, NOW_MS + DAY_MS]) {
      const claims = await Promise.all(
        Array.from({ length: 8 }, () => new UpkeepStore(database).claim('shared', DAY_MS, nowMs)),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
    }
  });
});
