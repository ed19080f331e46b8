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
      type: 'alert.raised',
      alertId,
      caseId: '',
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

  it('lists what was sent page by page, and sends what is finished again', async () => {
    await using server = await startPostgres();
    const database = await Database.open({ connectionString: server.connectionString });
    const store = new WebhookStore(database);
    const deliveries = ['a', 'b', 'c', 'd'].map((caseId) => ({
      deliveryId: randomUUID(),
      shopId,
      type: 'case.opened',
      alertId: '',
      caseId,
      body: '{}',
    }));
    // One after another, and two at the same moment.
    await store.insert(database, deliveries.slice(0, 1));
    await store.insert(database, deliveries.slice(1, 3));
    await store.insert(database, deliveries.slice(3));
    const [a, , c] = deliveries.map(({ deliveryId }) => deliveryId);
    await store.markFailed(a ?? '', 'HTTP 500', undefined);
    await store.markDone(c ?? '');
    const seen: string[] = [];
    let after: { createdAtMicros: number; deliveryId: string } | undefined;
    for (;;) {
      const page = await store.list(shopId, { status: undefined, limit: 1, after });
      seen.push(...page.map(({ caseId }) => caseId));
      after = page.at(-1);
      if (after === undefined) break;
    }
    expect(seen.toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect([seen[0], seen[3]]).toEqual(['d', 'a']);
    const dead = await store.list(shopId, { status: 'dead', limit: 10, after: undefined });
    expect(dead).toMatchObject([{ caseId: 'a', lastError: 'HTTP 500', type: 'case.opened' }]);

    expect(
      await store.replay(database, shopId, deliveries.map(({ deliveryId }) => deliveryId).slice(1)),
    ).toBe(1);
    expect(await store.replay(database, 'other' as ShopId, { deadMax: 10 })).toBe(0);
    expect(await store.replay(database, shopId, { deadMax: 10 })).toBe(1);
    const pending = await store.list(shopId, { status: 'pending', limit: 10, after: undefined });
    expect(pending.map(({ attempts, lastError }) => [attempts, lastError])).toEqual(Array(4).fill([0, '']));
    await database.close();
  });
});
