import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { ComponentStore } from './component-store.ts';
import { velocityKeyText, type VelocityKey } from './velocity-store.ts';

const key = (kind: string, id: string): VelocityKey => ({ shopId: 'demo' as ShopId, kind, id });
const ANN = key('user', 'ann');
const BOB = key('user', 'bob');
const CARD = key('card', 'c1');
const facts = (size: number) => ({ size, edges: size - 1, orders: 2 * size, frauds: 1 });

describe('the component store', () => {
  let server: TestPostgres;
  let database: Database;
  const store = new ComponentStore();
  const [ann, bob, card] = [ANN, BOB, CARD].map(velocityKeyText) as [string, string, string];

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('gives back members and counts, and nothing of who belongs to none', async () => {
    await store.save(database, {
      joined: new Map([
        [ann, ann],
        [card, ann],
      ]),
      merged: new Map(),
      components: new Map([[ann, facts(2)]]),
    });
    const known = await store.load(database, [CARD, BOB]);
    expect(known.members).toEqual(new Map([[card, ann]]));
    expect(known.components).toEqual(new Map([[ann, facts(2)]]));
  });

  it('moves the members of a component that another took in, those not in hand too', async () => {
    await store.save(database, {
      joined: new Map([[bob, bob]]),
      merged: new Map([[ann, bob]]),
      components: new Map([[bob, facts(3)]]),
    });
    const known = await store.load(database, [ANN, BOB, CARD]);
    expect(new Set(known.members.values())).toEqual(new Set([bob]));
    expect(known.components).toEqual(new Map([[bob, facts(3)]]));
  });

  it('forgets what was idle for more than a year, with its members', async () => {
    expect(await store.forgetIdle(database)).toBe(0);
    await database.query(`UPDATE component SET updated_at = now() - interval '500 days'`);
    expect(await store.forgetIdle(database)).toBe(1);
    expect((await store.load(database, [ANN, BOB, CARD])).members.size).toBe(0);
    expect(await database.query('SELECT FROM component_member')).toHaveLength(0);
  });
});
