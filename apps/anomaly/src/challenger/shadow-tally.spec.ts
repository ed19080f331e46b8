import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import type { EpochMs, ExperimentRecord, ModelVersionId, ShopId } from '#contracts';
import { Database, ExperimentStore, FraudShadowStore, ModelStore } from '#database';
import { createLogger } from '#service';
import { startPostgres, type TestPostgres } from '#test-support';
import { TEST_TIME_MS } from '../testing/test-event.ts';
import { ShadowTally } from './shadow-tally.ts';

const SHOP = 'demo' as ShopId;
const NOW_MS = TEST_TIME_MS as EpochMs;
const VERSION = 'fraud-2' as ModelVersionId;
const silent = createLogger({ service: 'test', level: 'silent' });
const RECORD: ExperimentRecord = {
  shopId: SHOP,
  mode: 'fraud-shadow',
  experimentId: 'e1',
  version: VERSION,
  artifactSha256: 'a'.repeat(64),
  sharePercent: 50,
  startedAt: NOW_MS,
};

describe('the tally of the shadow', () => {
  let server: TestPostgres;
  let database: Database;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    await new ModelStore(database).insert(database, {
      shopId: SHOP,
      kind: 'fraud',
      version: VERSION,
      trainedAt: NOW_MS,
      dataFrom: NOW_MS,
      dataUntil: NOW_MS,
      evaluations: [],
      artifactSha256: RECORD.artifactSha256,
      backend: 'cpu',
      trainSeconds: 1,
      note: '',
    });
    await new ExperimentStore(database).insert(database, {
      id: RECORD.experimentId,
      shopId: SHOP,
      mode: 'fraud-shadow',
      version: VERSION,
      championVersion: 'fraud-1' as ModelVersionId,
      sharePercent: 50,
      startedAt: NOW_MS,
    });
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('is written down at the end of the process in orders and money, without what has no experiment any more, and shown as metrics', async () => {
    const registry = new Registry();
    const store = new FraudShadowStore(database);
    const tally = new ShadowTally(store, registry, () => NOW_MS, silent);
    const order = { champion: 'approve', currency: 'GBP', amountMinor: 1_000 };
    const agreed = { ...order, challenger: 'approve' };
    const stricter = { ...order, challenger: 'decline' };
    const inYen = { ...agreed, currency: 'JPY' };
    tally.count({ ...RECORD, experimentId: 'deleted' }, agreed);
    for (const both of [agreed, agreed, stricter, inYen]) tally.count(RECORD, both);
    tally.countSkipped(SHOP);
    await tally.beforeApplicationShutdown();
    expect(await store.totals(RECORD.experimentId)).toEqual([
      { ...agreed, orders: 2, amountMinor: 2_000 },
      { ...inYen, orders: 1 },
      { ...stricter, orders: 1 },
    ]);
    const text = await registry.metrics();
    expect(text).toContain(
      'cartwise_fraud_shadow_orders_total{shop="demo",champion="approve",challenger="decline"} 1',
    );
    expect(text).toContain('cartwise_fraud_shadow_skipped_total{shop="demo"} 1');
  });
});
