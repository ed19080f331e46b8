import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database, type Sql } from '../connection/database.ts';
import { lockScreening } from './lock-screening.ts';
import { OrderEntitiesStore } from './order-entities-store.ts';
import { velocityKeyText, VelocityStore, type VelocityKey } from './velocity-store.ts';

const shopId = 'demo' as ShopId;
const key = (id: string): VelocityKey => ({ shopId, kind: 'device', id });
const bytes = (text: string) => new TextEncoder().encode(text);

/** As if it had last been written that long ago. */
const age = async (sql: Sql, { shopId: shop, kind, id }: VelocityKey, days: number) => {
  const hash = velocityKeyText({ shopId: shop, kind, id }).split('/')[2];
  await sql.query(
    `UPDATE velocity_aggregate SET updated_at = now() - make_interval(days => $3)
     WHERE shop_id = $1 AND entity_kind = $2 AND entity_hash = $4::uuid`,
    [shop, kind, days, hash],
  );
};

describe('the velocity store', () => {
  let server: TestPostgres;
  let database: Database;
  let store: VelocityStore;

  const textOf = (stored: ReadonlyMap<string, Uint8Array>, id: string) => {
    const body = stored.get(velocityKeyText(key(id)));
    return body && new TextDecoder().decode(body);
  };
  /** Adds a letter to what is stored, as a fold would. */
  const add = async (sql: Sql, ids: readonly string[], letter: string) => {
    await lockScreening(sql, [shopId]);
    const stored = await store.load(sql, ids.map(key));
    await store.save(
      sql,
      ids.map((id) => ({ ...key(id), body: bytes(`${textOf(stored, id) ?? ''}${letter}`) })),
    );
  };

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    store = new VelocityStore(database);
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('gives back what was saved and nothing for what never was', async () => {
    await database.transaction((sql) => add(sql, ['a'], 'x'));
    const { bodies: stored } = await store.read([key('a'), key('never'), { ...key('a'), kind: 'ip' }]);
    expect([...stored.keys()]).toEqual([velocityKeyText(key('a'))]);
    expect(textOf(stored, 'a')).toBe('x');
  });

  it('lets transactions that begin the same rows follow one another', async () => {
    const letters = ['1', '2', '3', '4', '5'];
    await Promise.all(
      letters.map((letter, i) =>
        database.transaction((sql) => add(sql, i % 2 === 0 ? ['p', 'q', 'r'] : ['r', 'q', 'p'], letter)),
      ),
    );
    const { bodies: stored } = await store.read(['p', 'q', 'r'].map(key));
    for (const id of ['p', 'q', 'r']) expect([...(textOf(stored, id) ?? '')].toSorted()).toEqual(letters);
  });

  it('reads them all in the order of their keys', async () => {
    await database.transaction((sql) => add(sql, ['c', 'b', 'd'], 'x'));
    const names: string[] = [];
    for await (const page of store.readAll(database)) names.push(...page.map((row) => row.key));
    expect(names).toEqual(expect.arrayContaining(['b', 'c', 'd'].map((id) => velocityKeyText(key(id)))));
    expect(names).toEqual(names.toSorted());
  });

  it('forgets what was idle for the time of its kind, and nothing else', async () => {
    const rows = [
      ['device', 'idle', 33],
      ['device', 'recent', 31],
      ['user', 'rare customer', 33],
      ['unknown kind', 'idle', 9_999],
    ] as const;
    const keys = rows.map(([kind, id]): VelocityKey => ({ shopId, kind, id }));
    await database.transaction(async (sql) => {
      await store.save(
        sql,
        keys.map((each) => ({ ...each, body: bytes('x') })),
      );
      for (const [kind, id, days] of rows) await age(sql, { shopId, kind, id }, days);
    });
    const idleDays = new Map([
      ['device', 32],
      ['user', 400],
    ]);
    expect(await store.forgetIdle(idleDays)).toBe(1);
    expect([...(await store.read(keys)).bodies.keys()].toSorted()).toEqual(
      keys.slice(1).map(velocityKeyText).toSorted(),
    );
    expect(await store.forgetIdle(idleDays)).toBe(0);
  });

  it('passes every block of a table of many', async () => {
    await database.query(
      `INSERT INTO velocity_aggregate
       SELECT 'demo', 'card', md5(i::text)::uuid, decode(repeat('00', 500), 'hex'), now() - interval '40 days'
       FROM generate_series(1, 4000) AS i`,
    );
    expect(await store.forgetIdle(new Map([['card', 32]]))).toBe(4_000);
  });

  it('keeps what a transaction makes of a row that is forgotten meanwhile', async () => {
    await database.transaction((sql) => add(sql, ['returning'], '1'));
    await age(database, key('returning'), 40);
    await database.transaction(async (sql) => {
      const stored = await store.load(sql, [key('returning')]);
      expect(await store.forgetIdle(new Map([['device', 32]]))).toBe(1);
      await store.save(sql, [{ ...key('returning'), body: bytes(`${textOf(stored, 'returning') ?? ''}2`) }]);
    });
    expect(textOf((await store.read([key('returning')])).bodies, 'returning')).toBe('12');
  });

  it('keeps no id that could be read back', async () => {
    await database.transaction((sql) => add(sql, ['a-secret-device'], 'x'));
    const [row] = await database.query<{ found: string }>(
      `SELECT count(*) AS found FROM velocity_aggregate AS row WHERE row::text LIKE '%a-secret-device%'`,
    );
    expect(row?.found).toBe('0');
  });
});

describe('the entities of orders', () => {
  it('are unknown until they are saved, come back as they were, and go when no chargeback can come', async () => {
    await using server = await startPostgres();
    const database = await Database.open({ connectionString: server.connectionString });
    const orders = new OrderEntitiesStore();
    const order = { shopId, orderId: 'o1' };
    const row = {
      ...order,
      entities: { user: 'u:ann' },
      waitingChargebacks: [{ timeMs: 5, amountMinor: 7 }],
    };
    await database.transaction(async (sql) => {
      expect(await orders.load(sql, [order])).toEqual([]);
      await orders.save(sql, [row]);
    });
    expect(await orders.load(database, [order])).toEqual([row]);
    expect(await orders.forgetOld(database)).toBe(0);
    await database.query(`UPDATE order_entities SET updated_at = now() - interval '571 days'`);
    expect(await orders.forgetOld(database)).toBe(1);
    await database.close();
  });
});
