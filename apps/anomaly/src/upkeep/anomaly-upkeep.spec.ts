import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EpochMs } from '#contracts';
import { WebhookStore } from '#database';
import { createLogger } from '#service';
import { startAnomalyBench, type AnomalyBench } from '../testing/anomaly-bench.ts';
import { TEST_TIME_MS, testHash, testOrder } from '../testing/test-event.ts';
import { anomalyChores } from './anomaly-chores.ts';
import { AnomalyUpkeep } from './anomaly-upkeep.ts';

const HOUR_MS = 3_600_000;

describe("anomaly's upkeep", () => {
  let bench: AnomalyBench;

  /** A process that starts and stops at `nowMs`. */
  const restartAt = async (nowMs: number) => {
    const { velocity, components, orders, vectors, journal } = bench.screening;
    const upkeep = new AnomalyUpkeep(
      bench.database,
      anomalyChores({
        database: bench.database,
        velocity,
        components,
        orders,
        vectors,
        journal,
        webhooks: new WebhookStore(bench.database),
      }),
      // A whole number of milliseconds.
      () => nowMs as EpochMs,
      createLogger({ service: 'test', level: 'silent' }),
    );
    upkeep.onApplicationBootstrap();
    await upkeep.beforeApplicationShutdown();
  };
  /** Screens an order, as if that had been so many days ago. */
  const orderDaysAgo = async (orderId: string, days: number) => {
    await bench.screen([
      testOrder(orderId, { userId: orderId, cardHash: testHash(orderId), context: { deviceId: orderId } }),
    ]);
    for (const table of ['velocity_aggregate', 'order_entities'])
      await bench.database.query(
        `UPDATE ${table} SET updated_at = now() - make_interval(days => $1) WHERE updated_at > now() - interval '1 day'`,
        [days],
      );
  };
  const kept = async () => {
    const rows = await bench.database.query<{ name: string }>(
      `SELECT entity_kind AS name FROM velocity_aggregate UNION ALL SELECT order_id FROM order_entities ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  };

  beforeAll(async () => {
    bench = await startAnomalyBench();
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  it('forgets what is of no use any more once a day, however often the process starts', async () => {
    await orderDaysAgo('ancient', 600);
    await orderDaysAgo('seasonal', 100);
    await orderDaysAgo('recent', 5);
    await restartAt(TEST_TIME_MS);
    const expected = ['card', 'device', 'recent', 'seasonal', 'user', 'user'];
    expect(await kept()).toEqual(expected);
    await orderDaysAgo('another', 600);
    await restartAt(TEST_TIME_MS + 23 * HOUR_MS);
    expect(await kept()).toHaveLength(expected.length + 4);
    await restartAt(TEST_TIME_MS + 24 * HOUR_MS);
    expect(await kept()).toEqual(expected);
  });

  it('does not bring the process down when the database cannot do it', async () => {
    await bench.database.query('ALTER TABLE webhook_delivery RENAME TO away_delivery');
    await expect(restartAt(TEST_TIME_MS + 72 * HOUR_MS)).resolves.toBeUndefined();
    await bench.database.query('ALTER TABLE away_delivery RENAME TO webhook_delivery');
  });
});
