import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, ModelVersionId, OrderId, ShopId } from '#contracts';
import { Database, FraudDriftStore, LabelStore, ModelStore } from '#database';
import { createLogger } from '#service';
import { startPostgres, type TestPostgres } from '#test-support';
import { FraudWatch } from './fraud-watch.ts';

const TRAINED_MS = Date.UTC(2026, 10, 10);
const HOUR_MS = 3_600_000;
const silent = createLogger({ service: 'test', level: 'silent' });

describe('the watch over the fraud model of a shop', () => {
  let server: TestPostgres;
  let database: Database;
  let shopId: ShopId;
  let shops = 0;
  const drift = new FraudDriftStore();

  const reason = () => {
    const stores = { drift, labels: new LabelStore(database), models: new ModelStore(database) };
    return new FraudWatch({ database, ...stores, logger: silent }, [shopId], 0.25).reason();
  };
  const publish = (version: string, trainedAt: number) =>
    new ModelStore(database).insert(database, {
      shopId,
      kind: 'fraud',
      version: version as ModelVersionId,
      trainedAt: trainedAt as EpochMs,
      dataFrom: (trainedAt - HOUR_MS) as EpochMs,
      dataUntil: trainedAt as EpochMs,
      evaluations: [],
      artifactSha256: '0',
      backend: 'cpu',
      trainSeconds: 1,
      note: '',
    });
  const report = (version: string, scorePsi: number, psi: number) =>
    drift.addReport(database, {
      shopId,
      version,
      fromMs: TRAINED_MS,
      untilMs: TRAINED_MS + HOUR_MS,
      orders: 600,
      scorePsi,
      features: [{ feature: 'amount_minor', psi }],
    });
  const findFrauds = (from: number, until: number, knownAtMs: number, isFraud = true) =>
    new LabelStore(database).append(
      database,
      Array.from({ length: until - from }, (_, i) => ({
        shopId,
        label: {
          orderId: `o${from + i}` as OrderId,
          isFraud,
          source: 'chargeback' as const,
          knownAtMs: knownAtMs as EpochMs,
          author: '',
          evidence: `${knownAtMs}`,
        },
      })),
    );

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
  });
  beforeEach(async () => {
    shopId = `shop-${(shops += 1)}` as ShopId;
    await publish('fraud-1', TRAINED_MS);
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('sees no reason while orders are as they were and few frauds were found', async () => {
    await report('fraud-1', 0.1, 0.2);
    await findFrauds(0, 49, TRAINED_MS + HOUR_MS);
    await findFrauds(100, 200, TRAINED_MS + HOUR_MS, false);
    expect(await reason()).toBeUndefined();
  });

  it('has a model trained when a feature or the strangeness of orders has drifted', async () => {
    await report('fraud-1', 0.1, 0.31);
    expect(await reason()).toBe(
      `drift: population stability index 0.31 over 0.25 (amount_minor) of ${shopId}`,
    );
    shopId = `shop-${(shops += 1)}` as ShopId;
    await publish('fraud-1', TRAINED_MS);
    await report('fraud-1', 0.4, 0.31);
    expect(await reason()).toContain('0.40 over 0.25 (how strange orders are)');
  });

  it('has one trained when many frauds were found, each order once, and many beside those known before', async () => {
    await findFrauds(0, 50, TRAINED_MS + HOUR_MS);
    await findFrauds(0, 50, TRAINED_MS + 2 * HOUR_MS);
    expect(await reason()).toBe(`labels: 50 frauds found since the last training, 0 before it, of ${shopId}`);
    await findFrauds(100, 400, TRAINED_MS - HOUR_MS);
    expect(await reason()).toBeUndefined();
  });

  it('is content with a version that was trained since, whether it serves or not', async () => {
    await report('fraud-1', 0.4, 0.31);
    await findFrauds(0, 60, TRAINED_MS + HOUR_MS);
    await publish('fraud-2', TRAINED_MS + 2 * HOUR_MS);
    expect(await reason()).toBeUndefined();
  });
});
