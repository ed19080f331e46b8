import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import type { EpochMs } from '#contracts';
import { Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { VelocityStore } from '#database';
import { createLogger, type Shop } from '#service';
import { AlertAnnouncer } from '../alerts/alert-announcer.ts';
import { AnomalyMetrics } from '../anomaly-metrics.ts';
import { ScoreOrderFields } from '../requests/score-order-request.ts';
import { startAnomalyBench, type AnomalyBench } from '../testing/anomaly-bench.ts';
import { TEST_SHOP_ID, TEST_TIME_MS } from '../testing/test-event.ts';
import { checkoutOf } from './checkout-of.ts';
import { CheckoutAlerts } from './checkout-alerts.ts';
import { CheckoutVectors } from '../vectors/checkout-vectors.ts';
import { OrderScorer } from './order-scorer.ts';

const SHOP: Shop = {
  id: TEST_SHOP_ID,
  keys: [{ key: 'test-key-0123456789', role: 'server' }],
  hashKey: 'x'.repeat(32),
  currency: 'GBP',
};
/** Only the database is missing: the order itself is as bad as an order can look alone. */
const { order: FIELDS } = ScoreOrderFields.parse({
  order: {
    orderId: 'o1',
    userId: 'ann',
    anonymousId: '',
    sessionId: 's1',
    items: [{ itemId: 'watch', quantity: 1, priceMinor: 90_000 }],
    total: { amountMinor: 80_000, currency: 'GBP' },
    email: 'Ann@Example.COM ',
    ip: 'unknown',
    deviceId: 'phone',
    cardFingerprint: 'fp',
    cardBin: '424242',
    cardCountry: 'BR',
    paymentMethod: '',
    billingCountry: 'GB',
    shippingCountry: 'NG',
    shippingAddress: '1 High Street',
    coupon: 'SPRING',
    orderTimeMs: 0,
    cartId: '',
    timeZone: 'Europe/London',
  },
});

describe('a request as an order', () => {
  it('becomes what an event of the same order would say', () => {
    const checkout = checkoutOf(SHOP, FIELDS, TEST_TIME_MS as EpochMs);
    expect(checkout).toMatchObject({
      orderId: 'o1',
      timeMs: TEST_TIME_MS,
      order: {
        emailDomain: 'example.com',
        discountMinor: 10_000,
        hasCoupon: true,
        timeZone: 'Europe/London',
      },
    });
    const { entities } = checkout.order;
    expect(Object.keys(entities)).toEqual([
      'user',
      'device',
      'address',
      'card',
      'bin',
      'email',
      'email_domain',
      'cart',
    ]);
    expect(entities).toMatchObject({ user: 'u:ann', device: 'phone', bin: '424242', cart: 's1' });
    expect(JSON.stringify(checkout)).not.toMatch(/High Street|Ann@|"fp"/);
  });
});

describe('the time of a checkout', () => {
  const at = (orderTimeMs: number) =>
    checkoutOf(SHOP, { ...FIELDS, orderTimeMs: orderTimeMs as EpochMs }, TEST_TIME_MS as EpochMs).timeMs;

  it("is the shop's, but never later than now", () => {
    expect(at(TEST_TIME_MS - 60_000)).toBe(TEST_TIME_MS - 60_000);
    expect(at(TEST_TIME_MS + 60_000)).toBe(TEST_TIME_MS);
    expect(at(0)).toBe(TEST_TIME_MS);
  });
});

/** A store whose database took the question and never answers. */
class HungStore extends VelocityStore {
  reads = 0;

  override read(): Promise<never> {
    this.reads += 1;
    return new Promise(() => undefined);
  }
}

describe('scoring without a database', () => {
  let bench: AnomalyBench;
  let scorer: OrderScorer;
  let scorerOn: (velocity: VelocityStore) => OrderScorer;

  beforeAll(async () => {
    bench = await startAnomalyBench();
    const { velocity, judge, desk } = bench.screening;
    const metrics = new AnomalyMetrics(new Registry());
    const announcer = new AlertAnnouncer({ wake: () => undefined }, metrics);
    const clock = () => TEST_TIME_MS as EpochMs;
    const alerts = new CheckoutAlerts(bench.database, desk, announcer, clock);
    const logger = createLogger({ service: 'test', level: 'silent' });
    const vectors = new CheckoutVectors(bench.database, bench.screening.vectors, metrics, clock, logger);
    scorerOn = (store) => new OrderScorer(store, judge, alerts, metrics, logger, vectors);
    scorer = scorerOn(velocity);
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
  });

  it('decides by the order alone and says that the alert is not kept yet', async () => {
    const checkout = checkoutOf(SHOP, FIELDS, TEST_TIME_MS as EpochMs);
    const healthy = await scorer.score(TEST_SHOP_ID, checkout);
    expect(healthy.alertId).not.toBe('');
    await bench.database.query('ALTER TABLE velocity_aggregate RENAME TO away_velocity');
    await bench.database.query('ALTER TABLE alert RENAME TO away_alert');
    const degraded = await scorer.score(TEST_SHOP_ID, checkout);
    expect(degraded).toMatchObject({
      decision: Decision.DECISION_REVIEW,
      reasons: [{ code: 'COUNTRIES_DISAGREE' }],
      alertId: '',
      degraded: true,
      degradedReason:
        'the counts of the past could not be read: rules on the order alone; ' +
        'the alert could not be kept; the order event will raise it',
    });
    expect(degraded.score).toBe(healthy.score);
  });

  it('asks a database that hangs a bounded number of times, and decides every order', async () => {
    const hung = new HungStore(bench.database);
    const hanging = scorerOn(hung);
    const checkout = checkoutOf(SHOP, FIELDS, TEST_TIME_MS as EpochMs);
    const orders: ReturnType<OrderScorer['score']>[] = [];
    for (let wave = 0; wave < 3; wave++) {
      orders.push(...Array.from({ length: 100 }, () => hanging.score(TEST_SHOP_ID, checkout)));
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const answer of await Promise.all(orders)) {
      expect(answer).toMatchObject({ decision: Decision.DECISION_REVIEW, degraded: true });
    }
    expect(hung.reads).toBe(2);
  });
});
