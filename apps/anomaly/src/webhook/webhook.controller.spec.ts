import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ListAuditEntriesResponse } from '#contracts/generated/cartwise/fraud/v1/audit';
import {
  DeliveryStatus,
  type ListDeliveriesResponse,
  type ReplayDeliveriesResponse,
} from '#contracts/generated/cartwise/fraud/v1/webhooks';
import { WebhookStore } from '#database';
import { eventually } from '#test-support';
import { SERVER_KEY, startAnomaly, type RunningAnomaly } from '../testing/start-anomaly.ts';
import { TEST_SHOP_ID } from '../testing/test-event.ts';

const { DELIVERY_STATUS_DEAD, DELIVERY_STATUS_DONE } = DeliveryStatus;

describe('webhook deliveries over gRPC', () => {
  let anomaly: RunningAnomaly;
  let receiver: Server;
  const received: string[] = [];

  const list = (request: object = {}, apiKey?: string) =>
    anomaly.call<ListDeliveriesResponse>('WebhookService', 'listDeliveries', request, apiKey);
  const replay = (request: object) =>
    anomaly.call<ReplayDeliveriesResponse>('WebhookService', 'replayDeliveries', request);
  /** A delivery that was given up. */
  const giveUp = async (body: string) => {
    const store = new WebhookStore(anomaly.infrastructure.database);
    const deliveryId = randomUUID();
    await anomaly.infrastructure.database.transaction(async (sql) => {
      const ids = { alertId: 'a1', caseId: '' };
      await store.insert(sql, [{ deliveryId, shopId: TEST_SHOP_ID, type: 'alert.raised', ...ids, body }]);
      await sql.query(`UPDATE webhook_delivery SET status = 'dead', attempts = 12, last_error = 'HTTP 500'
                       WHERE status = 'pending'`);
    });
    return deliveryId;
  };

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        received.push(body);
        response.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    const webhook = { url: `http://127.0.0.1:${port}/hook`, secret: 'webhook-secret-0123456789' };
    anomaly = await startAnomaly({ webhook });
  });
  afterAll(async () => {
    await anomaly[Symbol.asyncDispose]();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  it('shows what was given up, and why', async () => {
    const deliveryId = await giveUp('{"n":1}');
    const { deliveries } = await list({ status: DELIVERY_STATUS_DEAD });
    expect(deliveries).toMatchObject([
      { deliveryId, type: 'alert.raised', alertId: 'a1', attempts: 12, lastError: 'HTTP 500' },
    ]);
  });

  it('sends it again when it is asked to, and the audit log says who asked', async () => {
    const deliveryId = await giveUp('{"n":2}');
    expect(await replay({ deliveryIds: [deliveryId] })).toEqual({ replayed: 1 });
    expect(await replay({ allDead: true })).toEqual({ replayed: 1 });
    await eventually('the delivery is done', async () => {
      const { deliveries } = await list({ status: DELIVERY_STATUS_DONE });
      return deliveries.find(({ deliveryId: id }) => id === deliveryId);
    });
    expect(received).toContain('{"n":2}');
    const { entries } = await anomaly.call<ListAuditEntriesResponse>('AuditService', 'listAuditEntries', {
      action: 'webhook.replayed',
    });
    expect(entries.map(({ detail }) => detail)).toEqual([
      '1 deliveries, all that were given up',
      `1 deliveries: ${deliveryId}`,
    ]);
  });

  it('is for keys of the role admin, and names what is wrong', async () => {
    await expect(list({}, SERVER_KEY)).rejects.toMatchObject({ details: expect.stringContaining('admin') });
    const wrong = { details: expect.stringMatching(/^delivery_ids/) };
    await expect(replay({})).rejects.toMatchObject(wrong);
    await expect(replay({ deliveryIds: ['x'] })).rejects.toMatchObject(wrong);
    await expect(replay({ deliveryIds: [randomUUID()], allDead: true })).rejects.toMatchObject(wrong);
  });
});
