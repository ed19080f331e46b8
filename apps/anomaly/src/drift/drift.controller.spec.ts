import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ListDriftReportsResponse } from '#contracts/generated/cartwise/fraud/v1/drift';
import { FraudDriftStore } from '#database';
import { startAnomaly, type RunningAnomaly } from '../testing/start-anomaly.ts';
import { TEST_SHOP_ID, TEST_TIME_MS } from '../testing/test-event.ts';

const DAY_MS = 86_400_000;

describe('drift over gRPC', () => {
  let anomaly: RunningAnomaly;
  const list = (request: object = {}) =>
    anomaly.call<ListDriftReportsResponse>('DriftService', 'listDriftReports', request);

  beforeAll(async () => {
    anomaly = await startAnomaly();
    const { database } = anomaly.infrastructure;
    const store = new FraudDriftStore();
    /** The report of the nth day. */
    const keep = (day: number, version: string, psi: number, scorePsi: number) =>
      store.addReport(database, {
        shopId: TEST_SHOP_ID,
        version,
        fromMs: TEST_TIME_MS + (day - 1) * DAY_MS,
        untilMs: TEST_TIME_MS + day * DAY_MS,
        orders: 600,
        scorePsi,
        features: [
          { feature: 'card_users_30d', psi },
          { feature: 'amount_minor', psi: 0.01 },
        ],
      });
    await keep(1, 'fraud-1', 0.4, 0.02);
    await keep(2, 'fraud-2', 0.05, 0.02);
    await keep(3, 'fraud-2', 0.05, 0.3);
  });
  afterAll(async () => {
    await anomaly[Symbol.asyncDispose]();
  });

  it('is a report a day, newest first, each feature with whose it is', async () => {
    const { reports, counting, servingVersion } = await list();
    expect(reports.map(({ modelVersion, hasDrifted }) => [modelVersion, hasDrifted])).toEqual([
      ['fraud-2', true],
      ['fraud-2', false],
      ['fraud-1', true],
    ]);
    expect(reports[2]).toMatchObject({
      fromMs: TEST_TIME_MS,
      untilMs: TEST_TIME_MS + DAY_MS,
      orders: 600,
      features: [
        { feature: 'card_users_30d', entity: 'card', psi: 0.4 },
        { feature: 'amount_minor', entity: 'order', psi: 0.01 },
      ],
    });
    const none = { modelVersion: '', fromMs: 0, orders: 0, ordersNeeded: 500 };
    expect({ counting, servingVersion }).toEqual({ counting: none, servingVersion: '' });
  });

  it('is asked for by version, and for what has shifted alone', async () => {
    const daysOf = async (request: object) =>
      (await list(request)).reports.map(({ untilMs }) => (untilMs - TEST_TIME_MS) / DAY_MS);
    expect(await daysOf({ modelVersion: 'fraud-2' })).toEqual([3, 2]);
    expect(await daysOf({ onlyDrifted: true })).toEqual([3, 1]);
    expect(await daysOf({ limit: 1 })).toEqual([3]);
    await expect(list({ limit: 91 })).rejects.toMatchObject({ details: expect.stringMatching(/^limit/) });
  });
});
