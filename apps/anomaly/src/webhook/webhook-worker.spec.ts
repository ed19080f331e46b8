import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import type { EpochMs, ShopId } from '#contracts';
import { Database, WebhookStore, type DeliveryState } from '#database';
import { createLogger, ShopDirectory, type Shop } from '#service';
import { startPostgres, type TestPostgres } from '#test-support';
import { AnomalyMetrics } from '../anomaly-metrics.ts';
import { backoffMs, WEBHOOK_OPTIONS } from './webhook-options.ts';
import { WebhookWorker } from './webhook-worker.ts';

const SECRET = 'webhook-secret-0123456789';
const NOW_MS = 1_764_000_000_500 as EpochMs;
const QUICK = {
  ...WEBHOOK_OPTIONS,
  attemptsMax: 3,
  backoffBaseMs: 5,
  backoffMaxMs: 5,
  pollMs: 5,
  // However busy the machine is, an answer comes within this.
  timeoutMs: 60_000,
};

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A shop's endpoint: answers each path's requests with the statuses it was told, then with 200. */
class Endpoint {
  readonly received = new Map<string, Received[]>();
  private readonly statuses = new Map<string, number[]>();
  private readonly server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      this.received.set(path, [...(this.received.get(path) ?? []), { headers: request.headers, body }]);
      const status = this.statuses.get(path)?.shift() ?? 200;
      // 0: never answers.
      if (status !== 0) response.writeHead(status, { location: '/elsewhere' }).end('thank you');
    });
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  answer(path: string, ...statuses: number[]): void {
    this.statuses.set(path, statuses);
  }

  url(path: string): string {
    // It listens on TCP.
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

describe('webhook deliveries', () => {
  const endpoint = new Endpoint();
  let server: TestPostgres;
  let database: Database;
  let store: WebhookStore;

  const shopAt = (id: string, url?: string): Shop => ({
    // Test ids are valid.
    id: id as ShopId,
    keys: [{ key: 'key-0123456789abcdef', role: 'server' }],
    hashKey: 'x'.repeat(32),
    currency: 'GBP',
    ...(url === undefined ? {} : { webhook: { url, secret: SECRET } }),
  });
  const startWorker = (shop: Shop, options = QUICK) => {
    const worker = new WebhookWorker({
      store,
      shops: new ShopDirectory([shop]),
      metrics: new AnomalyMetrics(new Registry()),
      logger: createLogger({ service: 'test', level: 'silent' }),
      clock: () => NOW_MS,
      options,
    });
    worker.onApplicationBootstrap();
    return worker;
  };
  const enqueue = async (shop: Shop, alertId: string, body = '{"type":"alert.raised"}') => {
    const deliveryId = randomUUID();
    await store.insert(database, [
      { deliveryId, shopId: shop.id, type: 'alert.raised', alertId, caseId: '', body },
    ]);
    return deliveryId;
  };
  const settled = async (shop: Shop, alertId: string): Promise<DeliveryState | undefined> => {
    for (;;) {
      const [state] = await store.statesOf(shop.id, alertId);
      if (state?.status !== 'pending') return state;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  beforeAll(async () => {
    await endpoint.start();
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    store = new WebhookStore(database);
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
    await endpoint.stop();
  });

  it('sends the body with a signature that the shop can check, once', async () => {
    const shop = shopAt('signed', endpoint.url('/signed'));
    const deliveryId = await enqueue(shop, 'a1', '{"alert":"größer"}');
    const worker = startWorker(shop);
    expect(await settled(shop, 'a1')).toEqual({ status: 'done', attempts: 1, lastError: '' });
    worker.wake();
    await worker.beforeApplicationShutdown();
    const received = endpoint.received.get('/signed') ?? [];
    expect(received).toHaveLength(1);
    const { headers, body } = received[0] ?? { headers: {}, body: '' };
    expect(body).toBe('{"alert":"größer"}');
    expect(headers['cartwise-delivery']).toBe(deliveryId);
    const digest = createHmac('sha256', SECRET).update(`1764000000.${body}`).digest('hex');
    expect(headers['cartwise-signature']).toBe(`t=1764000000,v1=${digest}`);
  });

  it('tries again after failures and stops at the first success', async () => {
    const shop = shopAt('flaky', endpoint.url('/flaky'));
    endpoint.answer('/flaky', 500, 302);
    await enqueue(shop, 'a2');
    const worker = startWorker(shop);
    expect(await settled(shop, 'a2')).toMatchObject({ status: 'done', attempts: 3 });
    await worker.beforeApplicationShutdown();
    expect(endpoint.received.get('/flaky')).toHaveLength(3);
    expect(endpoint.received.has('/elsewhere')).toBe(false);
  });

  it('gives up after the last try and keeps the reason', async () => {
    const shop = shopAt('broken', endpoint.url('/broken'));
    endpoint.answer('/broken', 500, 500, 503, 200);
    await enqueue(shop, 'a3');
    const worker = startWorker(shop);
    expect(await settled(shop, 'a3')).toEqual({
      status: 'dead',
      attempts: 3,
      lastError: 'answered with status 503',
    });
    await worker.beforeApplicationShutdown();
    expect(endpoint.received.get('/broken')).toHaveLength(3);
  });

  it('does not wait for ever for an answer', async () => {
    const shop = shopAt('hanging', endpoint.url('/hanging'));
    endpoint.answer('/hanging', 0);
    await enqueue(shop, 'a4');
    const worker = startWorker(shop, { ...QUICK, timeoutMs: 500, attemptsMax: 100 });
    const state = await settled(shop, 'a4');
    expect(state?.status).toBe('done');
    // A busy machine may take longer than that with the next answers too.
    expect(state?.attempts).toBeGreaterThan(1);
    await worker.beforeApplicationShutdown();
  });

  it('gives up what a shop no longer wants', async () => {
    const shop = shopAt('gone');
    await enqueue(shop, 'a5');
    const worker = startWorker(shop);
    expect(await settled(shop, 'a5')).toMatchObject({
      status: 'dead',
      lastError: 'the shop has no webhook any more',
    });
    await worker.beforeApplicationShutdown();
  });

  it('shares the queue among workers and sends nothing twice', async () => {
    const shop = shopAt('busy', endpoint.url('/busy'));
    const alertIds = Array.from({ length: 60 }, (_, i) => `busy-${i}`);
    for (const alertId of alertIds) await enqueue(shop, alertId);
    const workers = [startWorker(shop), startWorker(shop), startWorker(shop)];
    for (const alertId of alertIds) expect((await settled(shop, alertId))?.status).toBe('done');
    await Promise.all(workers.map((worker) => worker.beforeApplicationShutdown()));
    expect(endpoint.received.get('/busy')).toHaveLength(60);
  });

  it('brings back what a killed process had taken, after its lease', async () => {
    const shop = shopAt('killed', endpoint.url('/killed'));
    await enqueue(shop, 'a6');
    expect(await store.claimDue(10, 60_000)).toHaveLength(1);
    expect(await store.claimDue(10, 60_000)).toEqual([]);
    await database.query(`UPDATE webhook_delivery SET next_attempt_at = now() WHERE alert_id = 'a6'`);
    const worker = startWorker(shop);
    expect(await settled(shop, 'a6')).toMatchObject({ status: 'done', attempts: 2 });
    await worker.beforeApplicationShutdown();
  });
});

describe('backoffMs', () => {
  it('doubles up to the maximum, with up to half of it by chance', () => {
    const pauses = [1, 2, 3, 20].map((attempts) => backoffMs(WEBHOOK_OPTIONS, attempts, () => 1));
    expect(pauses).toEqual([10_000, 20_000, 40_000, 3_600_000]);
    expect(backoffMs(WEBHOOK_OPTIONS, 1, () => 0)).toBe(5_000);
  });
});
