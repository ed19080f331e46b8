import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import { Placement } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { PlacementStore } from './placement-store.ts';

const SHOP = 'shop-1' as ShopId;
const OTHER = 'shop-2' as ShopId;
const placement = (id: string, limit = 0) =>
  Placement.fromPartial({ id, limit, controls: { diversity: 0, boosts: { boosts: [] } }, updatedAtMs: 5 });

describe('the store of placements', () => {
  let server: TestPostgres;
  let database: Database;
  let store: PlacementStore;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    store = new PlacementStore(database);
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  const put = (shopId: ShopId, one: Placement, max = 3) =>
    database.transaction((sql) => store.put(sql, shopId, one, max));

  it('gives a placement back whole, set fields told from unset ones, to its shop alone', async () => {
    expect(await put(SHOP, placement('home'))).toBe(true);
    expect(await store.find(SHOP, 'home')).toEqual(placement('home'));
    expect(await store.find(OTHER, 'home')).toBeUndefined();
  });

  it('replaces and lists in the order of the ids, and takes no more than the maximum', async () => {
    await put(SHOP, placement('cart'));
    await put(SHOP, placement('search'));
    expect(await put(SHOP, placement('one-too-many'))).toBe(false);
    expect(await put(OTHER, placement('home'))).toBe(true);
    expect(await put(SHOP, placement('home', 7))).toBe(true);
    expect((await store.list(SHOP)).map(({ id, limit }) => [id, limit])).toEqual([
      ['cart', 0],
      ['home', 7],
      ['search', 0],
    ]);
  });

  it('deletes, and says whether there was one', async () => {
    await put(SHOP, placement('gone'), 100);
    expect(await store.delete(database, SHOP, 'gone')).toBe(true);
    expect(await store.delete(database, SHOP, 'gone')).toBe(false);
    expect(await store.find(SHOP, 'gone')).toBeUndefined();
  });
});
