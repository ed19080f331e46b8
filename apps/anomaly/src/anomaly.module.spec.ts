import { createServer, type Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { profileKey, recordKey, TOPICS, type Event } from '#contracts';
import {
  AlertStatus,
  Decision,
  type Alert,
  type ListAlertsResponse,
  type ResolveAlertResponse,
  type ScoreOrderResponse,
  type StreamAlertsResponse,
} from '#contracts/generated/cartwise/fraud/v1/fraud';
import {
  callGrpc,
  keyedHash,
  loadConfig,
  openInfrastructure,
  ServiceConfig,
  startService,
  streamGrpc,
  type Infrastructure,
  type RunningService,
} from '#service';
import { freePort, startPostgres, type TestPostgres } from '#test-support';
import { AnomalyModule } from './anomaly.module.ts';
import { cardTestingBurst, movedTo, TEST_SHOP_ID, testOrder } from './testing/test-event.ts';

const API_KEY = 'test-key-0123456789';
const WRITE_KEY = 'test-write-key-0123456789';
const ORDER = {
  orderId: 'checkout-1',
  userId: 'ann',
  items: [{ itemId: 'mug', quantity: 2, priceMinor: 1500 }],
  total: { amountMinor: 3000, currency: 'GBP' },
  email: 'Ann@Example.com',
  cardFingerprint: 'fp-1',
  deviceId: 'ann-laptop',
};

describe('the anomaly service', () => {
  let folder: string;
  let postgres: TestPostgres;
  let infrastructure: Infrastructure;
  let service: RunningService;
  let address: string;
  let webhook: Server;
  const webhookBodies: string[] = [];

  const call = <Reply>(method: string, request: object, apiKey = API_KEY) =>
    callGrpc<Reply>({ address, apiKey }, { package: 'fraud', service: 'FraudService', method }, request);
  const score = (order: object) => call<ScoreOrderResponse>('scoreOrder', { order });
  const list = (request: object = {}) => call<ListAlertsResponse>('listAlerts', request);
  const append = (events: readonly Event[]) =>
    infrastructure.eventLog.append(
      TOPICS.events,
      events.map((event) => ({ key: recordKey(event.shopId, profileKey(event)), value: event })),
    );
  /** The test's events, moved to now. */
  const fresh = <E extends Event>(event: E): E => movedTo(event, Date.now());
  const alertAbout = async (subjectId: string): Promise<Alert> => {
    for (;;) {
      const { alerts } = await list({ pageSize: 500 });
      const alert = alerts.find((each) => each.subjectId === subjectId);
      if (alert) return alert;
      await pause();
    }
  };

  beforeAll(async () => {
    webhook = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        webhookBodies.push(body);
        response.end();
      });
    });
    const webhookPort = await listen(webhook);
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-anomaly-'));
    postgres = await startPostgres();
    const shopsFile = path.join(folder, 'shops.json');
    const shop = {
      id: TEST_SHOP_ID,
      keys: [
        { key: API_KEY, role: 'server' },
        { key: WRITE_KEY, role: 'write' },
      ],
      hashKey: 'x'.repeat(32),
      currency: 'GBP',
      webhook: { url: `http://127.0.0.1:${webhookPort}/alerts`, secret: 'webhook-secret-0123456789' },
    };
    await writeFile(shopsFile, JSON.stringify({ shops: [shop] }));
    const grpcPort = await freePort();
    infrastructure = await openInfrastructure(
      'anomaly',
      loadConfig(ServiceConfig, {
        CARTWISE_DATABASE_URL: postgres.connectionString,
        CARTWISE_SHOPS_FILE: shopsFile,
        CARTWISE_ARTIFACTS_DIR: folder,
        CARTWISE_HOST: '127.0.0.1',
        CARTWISE_GRPC_PORT: String(grpcPort),
        CARTWISE_METRICS_PORT: '0',
        CARTWISE_LOG_LEVEL: 'silent',
      }),
    );
    service = await startService({ modules: [AnomalyModule], grpcPackages: ['fraud'] }, infrastructure);
    address = `127.0.0.1:${grpcPort}`;
  });

  afterAll(async () => {
    await service.stop();
    await infrastructure.close();
    await postgres[Symbol.asyncDispose]();
    webhook.closeAllConnections();
    await new Promise((resolve) => webhook.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  it('approves an ordinary order and says what it could not use', async () => {
    const reply = await score(ORDER);
    expect(reply).toMatchObject({
      decision: Decision.DECISION_APPROVE,
      score: 0,
      reasons: [],
      alertId: '',
      modelVersion: '',
      degraded: true,
      degradedReason: 'no fraud model serves this shop yet: rules only',
    });
    expect(reply.rulesVersion).toMatch(/^[0-9a-f]{12}$/);
    expect(reply.tookMs).toBeGreaterThan(0);
  });

  it('finds the burst on the stream: one alert in the queue, on the topic and at the webhook', async () => {
    const live = streamGrpc<StreamAlertsResponse>(
      { address, apiKey: API_KEY },
      { package: 'fraud', service: 'FraudService', method: 'streamAlerts' },
      // Since the beginning, so that nothing depends on when the stream is open.
      { sinceMs: 1 },
    );
    const seen = (async () => {
      for await (const { alert } of live) if (alert?.subjectId === 'thief-phone') return alert;
      return undefined;
    })();
    await append(cardTestingBurst(20).map(fresh));
    const alert = await alertAbout('thief-phone');
    expect(alert).toMatchObject({
      subjectKind: 'device',
      status: AlertStatus.ALERT_STATUS_OPEN,
      reasons: [{ code: 'CARD_TESTING_ON_DEVICE' }],
    });
    expect(await seen).toEqual(alert);
    // Of the case that it opened the webhook hears too, in whatever order.
    const ofAlert = () => webhookBodies.find((body) => body.includes('"alert.raised"'));
    while (ofAlert() === undefined) await pause();
    expect(JSON.parse(ofAlert() ?? '')).toMatchObject({ type: 'alert.raised', shopId: 'demo', alert });
  });

  it('meets at checkout what events have counted, and alerts an order once wherever it is scored', async () => {
    const shop = infrastructure.shops.get(TEST_SHOP_ID);
    if (!shop) throw new Error('the shop is gone');
    const cardHash = keyedHash(shop, 'card', 'Stolen-1');
    const others = ['x', 'y', 'z'].map((userId) =>
      fresh(testOrder(`stolen-${userId}`, { userId, cardHash })),
    );
    await append(others);
    const order = { ...ORDER, orderId: 'stolen-ann', cardFingerprint: 'stolen-1' };
    let reply = await score(order);
    // Until the consumer has counted all three.
    while (reply.decision === Decision.DECISION_APPROVE) reply = await score(order);
    expect(reply).toMatchObject({
      decision: Decision.DECISION_REVIEW,
      reasons: [{ code: 'CARD_SHARED_BY_USERS', contribution: reply.score }],
    });
    const alert = await alertAbout('stolen-ann');
    expect(alert).toMatchObject({
      alertId: reply.alertId,
      orderId: 'stolen-ann',
      userId: 'ann',
      eventId: '',
    });
    await append([
      fresh(testOrder('stolen-ann', { cardHash })),
      fresh(testOrder('stolen-after', { cardHash })),
    ]);
    await alertAbout('stolen-after');
    const { alerts } = await list({ pageSize: 500 });
    expect(alerts.filter(({ orderId }) => orderId === 'stolen-ann')).toEqual([alert]);
  });

  it('pages through the queue, newest first', async () => {
    const all = (await list({ pageSize: 500 })).alerts;
    expect(all.length).toBeGreaterThan(1);
    const paged: Alert[] = [];
    let pageToken = '';
    do {
      const page = await list({ pageSize: 1, pageToken });
      paged.push(...page.alerts);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(paged).toEqual(all);
    expect(all.map(({ raisedAtMs }) => raisedAtMs)).toEqual(
      all.map(({ raisedAtMs }) => raisedAtMs).toSorted((a, b) => b - a),
    );
  });

  it("keeps an analyst's outcome and sends it on as feedback", async () => {
    const { alertId } = await alertAbout('thief-phone');
    const { alert } = await call<ResolveAlertResponse>('resolveAlert', {
      alertId,
      status: AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD,
      note: 'a known list of cards',
      resolvedBy: 'eve',
    });
    expect(alert).toMatchObject({ status: AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD, resolvedBy: 'eve' });
    const open = await list({ status: AlertStatus.ALERT_STATUS_OPEN, pageSize: 500 });
    expect(open.alerts.map((each) => each.alertId)).not.toContain(alertId);
    const feedback: Alert[] = [];
    await infrastructure.eventLog.follow({
      topic: TOPICS.feedback,
      from: 'earliest',
      batchSizeMax: 10,
      handle: async ({ records }) => {
        for (const { value } of records) if (value) feedback.push(TOPICS.feedback.codec.decode(value));
      },
    });
    while (feedback.length === 0) await pause();
    expect(feedback).toEqual([alert]);
  });

  it.each([
    ['an order without an id', { ...ORDER, orderId: '' }, 'order.order_id'],
    ['an order of nobody', { ...ORDER, userId: '' }, 'order.user_id'],
    ['an order without a total', { ...ORDER, total: undefined }, 'order.total'],
    [
      'a price below zero',
      { ...ORDER, items: [{ ...ORDER.items[0], priceMinor: -1 }] },
      'order.items[0].price_minor',
    ],
    ['a country that is none', { ...ORDER, billingCountry: 'UK1' }, 'order.billing_country'],
    ['no order at all', undefined, 'order'],
  ])('refuses %s and names the field', async (_, order, field) => {
    const error = await failure(call('scoreOrder', { order }));
    expect(error.metadata.get('cartwise-error-code')).toEqual(['REQUEST_INVALID_FIELD']);
    expect(error.metadata.get('cartwise-error-field').map((value) => decodeURI(String(value)))).toEqual([
      field,
    ]);
  });

  it.each([
    ['listAlerts', { pageToken: 'made-up' }, 'REQUEST_INVALID_FIELD'],
    ['listAlerts', { pageSize: 501 }, 'REQUEST_INVALID_FIELD'],
    ['resolveAlert', { alertId: 'a', status: AlertStatus.ALERT_STATUS_OPEN }, 'REQUEST_INVALID_FIELD'],
    ['resolveAlert', { alertId: 'a', status: AlertStatus.ALERT_STATUS_FALSE_POSITIVE }, 'NOT_FOUND'],
  ])('%s refuses %j', async (method, request, code) => {
    const error = await failure(call(method, request));
    expect(error.metadata.get('cartwise-error-code')).toEqual([code]);
  });

  it('knows callers by their key, on streams too', async () => {
    expect((await failure(call('listAlerts', {}, 'unknown'))).details).toContain('API key');
    const stream = streamGrpc(
      { address, apiKey: 'unknown' },
      { package: 'fraud', service: 'FraudService', method: 'streamAlerts' },
      {},
    );
    expect((await failure(stream.next())).details).toContain('API key');
  });

  it.each(['scoreOrder', 'listAlerts', 'resolveAlert'])(
    '%s is not for the write key of a page',
    async (method) => {
      const error = await failure(call(method, {}, WRITE_KEY));
      expect(error.metadata.get('cartwise-error-code')).toEqual(['PERMISSION_DENIED']);
    },
  );

  it('ends open streams when it stops', async () => {
    const stream = streamGrpc<StreamAlertsResponse>(
      { address, apiKey: API_KEY },
      { package: 'fraud', service: 'FraudService', method: 'streamAlerts' },
      { sinceMs: 1 },
    );
    // The first alert shows that the stream is open.
    expect((await stream.next()).done).toBe(false);
    const rest = (async () => {
      for await (const reply of stream) expect(reply.alert).toBeDefined();
      return 'ended';
    })();
    await service.app.close();
    expect(await rest).toBe('ended');
  });
});

const pause = () => new Promise((resolve) => setTimeout(resolve, 10));

/** What a call is refused with. */
async function failure(work: Promise<unknown>): Promise<ServiceError> {
  try {
    await work;
  } catch (error) {
    // The client rejects with nothing else.
    return error as ServiceError;
  }
  throw new Error('it was answered');
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // It listens on TCP.
  return (server.address() as AddressInfo).port;
}
