import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, ExperimentArm, ItemId, ModelVersionId, ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { ModelStore } from '../models/model-store.ts';
import type { ExperimentRow } from './experiment-row.ts';
import { ExperimentStore } from './experiment-store.ts';

const NOW_MS = Date.now() as EpochMs;
const MINUTE_MS = 60_000;

describe('ExperimentStore', () => {
  let server: TestPostgres;
  let database: Database;
  let store: ExperimentStore;
  let shopId: ShopId;
  let shops = 0;

  const row = (fields: Partial<ExperimentRow> = {}): ExperimentRow => ({
    id: `experiment-${shops}`,
    shopId,
    mode: 'ab',
    version: 'v2' as ModelVersionId,
    championVersion: 'v1' as ModelVersionId,
    sharePercent: 20,
    startedAt: NOW_MS,
    ...fields,
  });
  const exposure = (shopper: string, arm: ExperimentArm, n = 1) => ({
    experimentId: `experiment-${shops}`,
    shopperHash: shopper,
    arm,
    recommendationId: `${shopper}-${n}`,
    itemIds: [`item-${n}`, 'mug'],
    at: (NOW_MS + n) as EpochMs,
  });
  const hit = (
    shopper: string,
    fields: { recommendationId?: string; items?: string[]; afterMs?: number },
  ) => ({
    experimentId: `experiment-${shops}`,
    shopperHash: shopper,
    ...(fields.recommendationId === undefined ? {} : { recommendationId: fields.recommendationId }),
    itemIds: (fields.items ?? []) as ItemId[],
    at: (NOW_MS + (fields.afterMs ?? MINUTE_MS)) as EpochMs,
  });

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    store = new ExperimentStore(database);
  });
  beforeEach(async () => {
    shopId = `shop-${(shops += 1)}` as ShopId;
    await new ModelStore(database).insert(database, {
      shopId,
      kind: 'recommender',
      version: 'v2' as ModelVersionId,
      trainedAt: NOW_MS,
      dataFrom: NOW_MS,
      dataUntil: NOW_MS,
      evaluations: [],
      artifactSha256: 'a'.repeat(64),
      backend: 'cpu',
      trainSeconds: 1,
      note: '',
    });
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('runs one of each mode, and another once it has ended', async () => {
    expect(await store.insert(database, row())).toBe(true);
    expect(await store.insert(database, row({ id: 'another' }))).toBe(false);
    expect(await store.running(shopId, 'ab')).toEqual(row());
    expect(await store.running(shopId, 'shadow')).toBeUndefined();
    expect(await store.end(database, row().id, NOW_MS, 'stopped by hand')).toBe(true);
    expect(await store.end(database, row().id, NOW_MS, 'again')).toBe(false);
    expect(await store.list(shopId, 5)).toEqual([row({ endedAt: NOW_MS, endReason: 'stopped by hand' })]);
    expect(await store.insert(database, row({ id: `another-${shops}` }))).toBe(true);
  });

  it('counts shoppers, not lists, and what they clicked or bought of the newest lists', async () => {
    await store.insert(database, row());
    await store.expose([
      exposure('ann', 'champion', 1),
      exposure('ann', 'champion', 2),
      exposure('bob', 'challenger'),
    ]);
    await store.expose([exposure('bob', 'challenger', 3), exposure('cat', 'challenger')]);
    await store.hit(database, 'click', [
      hit('ann', { recommendationId: 'ann-2' }),
      hit('bob', { items: ['item-9'] }),
      hit('stranger', { items: ['mug'] }),
    ]);
    await store.hit(database, 'purchase', [hit('bob', { items: ['other', 'item-3'] })]);
    expect(await store.counts(row().id)).toEqual([
      { arm: 'challenger', shoppers: 2, lists: 3, clicked: 0, bought: 1, hit: 1 },
      { arm: 'champion', shoppers: 1, lists: 2, clicked: 1, bought: 0, hit: 1 },
    ]);
  });

  it.each([
    ['by its id', { recommendationId: 'ann-1' }],
    ['by an item', { items: ['item-1'] }],
  ])('attributes a click to a list that another one of the same page followed: %s', async (_, click) => {
    await store.insert(database, row());
    await store.expose([exposure('ann', 'champion', 1), exposure('ann', 'champion', 2)]);
    await store.expose([exposure('ann', 'champion', 3)]);
    await store.hit(database, 'click', [hit('ann', click)]);
    expect(await store.counts(row().id)).toMatchObject([{ shoppers: 1, lists: 3, clicked: 1 }]);
  });

  it('keeps the newest 20 lists of a shopper', async () => {
    await store.insert(database, row());
    for (let n = 1; n <= 21; n++) await store.expose([exposure('ann', 'champion', n)]);
    await store.hit(database, 'click', [hit('ann', { recommendationId: 'ann-1' })]);
    expect((await store.counts(row().id))[0]?.clicked).toBe(0);
    await store.hit(database, 'click', [hit('ann', { recommendationId: 'ann-2' })]);
    expect((await store.counts(row().id))[0]?.clicked).toBe(1);
  });

  it('attributes nothing from before the list was shown, nor a day after it', async () => {
    await store.insert(database, row());
    await store.expose([exposure('ann', 'champion')]);
    await store.hit(database, 'click', [
      hit('ann', { items: ['mug'], afterMs: -MINUTE_MS }),
      hit('ann', { items: ['mug'], afterMs: 25 * 60 * MINUTE_MS }),
    ]);
    expect((await store.counts(row().id))[0]?.clicked).toBe(0);
    await store.hit(database, 'click', [hit('ann', { items: ['mug'] }), hit('ann', { items: ['mug'] })]);
    expect((await store.counts(row().id))[0]?.clicked).toBe(1);
  });
});
