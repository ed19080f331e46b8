import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, ModelKind, ModelVersionId, ShopId } from '#contracts';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { ModelStore } from './model-store.ts';
import type { ModelVersionRow } from './model-version-row.ts';

const at = (ms: number) => ms as EpochMs;
const id = (version: string) => version as ModelVersionId;

describe('the model store', () => {
  let server: TestPostgres;
  let database: Database;
  let models: ModelStore;
  let shopId: ShopId;
  let shops = 0;

  const row = (version: string, kind: ModelKind = 'recommender'): ModelVersionRow => ({
    shopId,
    kind,
    version: id(version),
    trainedAt: at(1_764_000_000_123),
    dataFrom: at(1_700_000_000_001),
    dataUntil: at(1_763_999_999_999),
    evaluations: [{ model: 'blend', metrics: [{ name: 'ndcg@20', value: 0.25 }] }],
    artifactSha256: 'a'.repeat(64),
    backend: 'cpu',
    trainSeconds: 1.5,
    note: 'the first of its kind',
  });
  const promote = (version: string, kind: ModelKind = 'recommender') =>
    database.transaction((sql) => models.recordPromotion(sql, shopId, kind, id(version), at(1)));
  const rollBack = () =>
    database.transaction((sql) => models.recordRollback(sql, shopId, 'recommender', at(2)));

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    models = new ModelStore(database);
  });

  beforeEach(async () => {
    shopId = `shop-${(shops += 1)}` as ShopId;
    for (const version of ['a', 'b', 'c']) await models.insert(database, row(version));
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('gives a version back as it was written, as a challenger', async () => {
    expect(await models.find(shopId, id('a'))).toEqual({ ...row('a'), status: 'challenger' });
  });

  it('keeps with a version how it did the last time it was in the shadow', async () => {
    const decisions = [
      { champion: 'approve', challenger: 'decline', currency: 'GBP', orders: 2, amountMinor: 9_000 },
    ];
    const run = {
      championVersion: id('b'),
      sharePercent: 50,
      startedAt: at(1),
      endedAt: at(2),
      decisions: [],
    };
    await models.recordShadowRun(database, shopId, id('a'), run);
    await models.recordShadowRun(database, shopId, id('a'), { ...run, decisions });
    expect((await models.find(shopId, id('a')))?.shadowRun).toEqual({ ...run, decisions });
    expect((await models.find(shopId, id('c')))?.shadowRun).toBeUndefined();
  });

  it('knows no champion before the first promotion', async () => {
    expect(await models.champion(shopId, 'recommender')).toBeUndefined();
    expect(await models.previousChampion(shopId, 'recommender')).toBeUndefined();
  });

  it('makes the newest promotion the champion and the one before it retired', async () => {
    await promote('a');
    await promote('b');
    expect((await models.champion(shopId, 'recommender'))?.version).toBe('b');
    expect((await models.previousChampion(shopId, 'recommender'))?.version).toBe('a');
    const listed = await models.list(shopId, undefined, 10);
    expect(Object.fromEntries(listed.map(({ version, status }) => [version, status]))).toEqual({
      a: 'retired',
      b: 'champion',
      c: 'challenger',
    });
  });

  it('keeps kinds and shops apart', async () => {
    await models.insert(database, row('fraud-1', 'fraud'));
    await promote('a');
    await promote('fraud-1', 'fraud');
    expect((await models.champion(shopId, 'recommender'))?.version).toBe('a');
    expect((await models.list(shopId, 'fraud', 10)).map(({ version }) => version)).toEqual(['fraud-1']);
    expect(await models.find('another' as ShopId, id('a'))).toBeUndefined();
  });

  it('rolls back one champion at a time, never forth again', async () => {
    for (const version of ['a', 'b', 'c']) await promote(version);
    expect(await rollBack()).toBe('b');
    expect(await rollBack()).toBe('a');
    expect(await rollBack()).toBeUndefined();
    expect((await models.champion(shopId, 'recommender'))?.version).toBe('a');
  });

  it('can go back to where it was after an old version was promoted again', async () => {
    for (const version of ['a', 'b', 'a']) await promote(version);
    expect(await rollBack()).toBe('b');
  });

  it('leaves the champion as it is when it is promoted twice', async () => {
    for (const version of ['a', 'b', 'b']) await promote(version);
    expect(await rollBack()).toBe('a');
  });
});
