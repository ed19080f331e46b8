import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import { startPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { WebhookStore } from './webhook-store.ts';

const shopId = 'demo' as ShopId;

describe('the queue of webhook deliveries', () => {
  it('forgets what is finished and old, never what waits', async () => {
    await using server = await startPostgres();
    const database = await Database.open({ connectionString: server.connectionString });
    const store = new WebhookStore(database);
    const ids = ['waiting', 'delivered', 'dead', 'new'].map((alertId) => ({
      deliveryId: randomUUID(),
      shopId,
      alertId,
      body: '{}',
    }));
    await store.insert(database, ids);
    const [, delivered, dead, recent] = ids.map(({ deliveryId }) => deliveryId);
    await store.markDone(delivered ?? '');
    await store.markFailed(dead ?? '', 'HTTP 500', undefined);
    await store.markDone(recent ?? '');
    await database.query(
      `UPDATE webhook_delivery SET updated_at = now() - interval '31 days' WHERE alert_id <> 'new'`,
    );
    expect(await store.forgetFinished()).toBe(2);
    const left = await database.query(`SELECT alert_id FROM webhook_delivery ORDER BY alert_id`);
    expect(left).toEqual([{ alert_id: 'new' }, { alert_id: 'waiting' }]);
    await database.close();
  });
});
