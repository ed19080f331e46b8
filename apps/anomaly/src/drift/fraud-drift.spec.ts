import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import type { Event } from '#contracts';
import type { DriftReport as DriftMessage } from '#contracts/generated/cartwise/fraud/v1/drift';
import { AlertStatus, Decision, type Alert } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { AlertStore, FraudDriftStore, LabelStore } from '#database';
import {
  loadFraudModel,
  openTensorFlow,
  ORDER_FEATURES,
  orderFeatures,
  orderOf,
  trainFraudModel,
  type FraudModel,
} from '#ml';
import { createLogger } from '#service';
import { AlertOutcomes } from '../alerts/alert-outcomes.ts';
import { startAnomalyBench, type AnomalyBench } from '../testing/anomaly-bench.ts';
import { TEST_TIME_MS, testOrder } from '../testing/test-event.ts';
import { showDrift } from './drift-gauges.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const silent = createLogger({ service: 'test', level: 'silent' });

/** Orders of new shoppers, `perHour` an hour from the time of the test; prices are `priceMinor` and a little more. */
function ordersOf(
  name: string,
  hours: number,
  perHour: number,
  priceMinor: number,
  afterMs = 0,
): readonly Event[] {
  return Array.from({ length: hours * perHour }, (_, i) => {
    const totalMinor = priceMinor + (i % 50) * 10;
    const eventTime = TEST_TIME_MS + afterMs + Math.floor((i * HOUR_MS) / perHour);
    const [userId, orderId] = [`${name}-user-${i}`, `${name}-${i}`];
    const items = [{ itemId: 'mug', quantity: 1, priceMinor: totalMinor }];
    return testOrder(orderId, { userId, eventTime, receivedAt: eventTime, items, totalMinor });
  });
}

async function train(): Promise<FraudModel> {
  const { tf, backend } = await openTensorFlow('cpu');
  const rows = ordersOf('past', 26, 40, 900).map((event) =>
    event.type === 'order_completed'
      ? orderFeatures(orderOf(event), {}, event.eventTime)
      : new Float64Array(),
  );
  const trained = await trainFraudModel({
    tf,
    backend,
    rows,
    seed: 1,
    version: 'fraud-1',
    trainedAtMs: 3,
    dataFromMs: 1,
    dataUntilMs: 2,
    budget: { hidden: [4, 2, 4], epochs: 2 },
  });
  return loadFraudModel(trained.files);
}

describe('drift of orders from those of the training', () => {
  let bench: AnomalyBench;
  const store = new FraudDriftStore();

  beforeAll(async () => {
    const model = await train();
    const webhook = { url: 'https://shop.example/hook', secret: 'webhook-secret-0123456789' };
    bench = await startAnomalyBench({ of: () => model }, { webhook });
  });
  afterEach(async () => bench.clear());
  afterAll(async () => bench[Symbol.asyncDispose]());

  /** Screens in two batches, each delivered twice. */
  const screen = async (events: readonly Event[]) => {
    const half = Math.ceil(events.length / 2);
    for (const batch of [events.slice(0, half), events.slice(half)]) {
      await bench.screen(batch);
      await bench.screen(batch);
    }
  };

  /** What webhooks are to be told of drift. */
  const told = async () => {
    const rows = await bench.database.query<{ body: string }>(
      `SELECT body FROM webhook_delivery WHERE type = 'drift.detected'`,
    );
    return rows.map(({ body }) => (JSON.parse(body) as { drift: DriftMessage }).drift);
  };

  it('is reported once the orders of a day are counted, each once, with what moved most', async () => {
    await screen(ordersOf('dear', 25, 24, 90_000));
    const [report] = await store.newestReports(bench.database);
    expect(report).toMatchObject({ version: 'fraud-1', orders: 577 });
    expect(report?.features[0]?.psi).toBeGreaterThan(0.25);
    expect(report?.features.slice(0, 5).map(({ feature }) => feature)).toContain('amount_minor');
    const [window] = await store.readWindows(bench.database, ['demo' as Event['shopId']]);
    expect(window?.orders).toBe(600 - 577);
    expect(report?.features).toHaveLength(ORDER_FEATURES.length);
  });

  it('calls the webhook once for a day, with what shifted and whose it is', async () => {
    await screen(ordersOf('dear', 25, 24, 90_000));
    const [drift, ...more] = await told();
    expect(more).toEqual([]);
    expect(drift).toMatchObject({ modelVersion: 'fraud-1', orders: 577, hasDrifted: true });
    expect(drift?.features).toContainEqual(
      expect.objectContaining({ feature: 'amount_minor', entity: 'order' }),
    );
    expect(Math.min(...(drift?.features.map(({ psi }) => psi) ?? []))).toBeGreaterThan(0.25);
  });

  it('is an alert and a case, once for each time that it begins, with what shifted most as its reasons', async () => {
    const raised: Alert[] = [];
    const screenDays = async (name: string, fromDay: number, days: number, priceMinor: number) => {
      const orders = ordersOf(name, days * 25, 24, priceMinor, fromDay * DAY_MS);
      raised.push(...(await bench.screen(orders)).filter(({ subjectKind }) => subjectKind === 'drift'));
    };
    await screenDays('first', 0, 2, 90_000);
    expect(raised).toHaveLength(1);
    const reports = await store.reports(bench.database, 'demo' as Event['shopId'], { limit: 10 });
    expect(reports).toHaveLength(2);
    const [alert] = raised;
    expect(alert).toMatchObject({ subjectId: 'fraud-1', orderId: '', decision: Decision.DECISION_REVIEW });
    expect(alert?.caseId).not.toBe('');
    expect(alert?.reasons.map(({ code }) => code)).toContain('DRIFT_AMOUNT_MINOR');
    expect(alert?.reasons.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(
      alert?.score ?? 0,
    );
    expect((await bench.outboxAlerts()).filter(({ subjectKind }) => subjectKind === 'drift')).toEqual(raised);
    // A report without drift ends the incident.
    await bench.database.query(`UPDATE fraud_drift_report SET score_psi = 0, features = '[]'`);
    await screenDays('again', 4, 1, 90_000);
    expect(raised).toHaveLength(2);
  });

  it('labels no order when the alert is resolved', async () => {
    const events = ordersOf('dear', 25, 24, 90_000);
    const alert = (await bench.screen(events)).find(({ subjectKind }) => subjectKind === 'drift');
    const { database } = bench;
    const outcomes = new AlertOutcomes(new AlertStore(database), new LabelStore(database));
    const outcome = { alertId: alert?.alertId ?? '', status: AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD };
    await database.transaction((sql) =>
      outcomes.keep(
        sql,
        'demo' as Event['shopId'],
        { ...outcome, note: '', resolvedBy: 'ann' },
        TEST_TIME_MS as Event['eventTime'],
      ),
    );
    expect(await database.query('SELECT 1 FROM fraud_label')).toEqual([]);
  });

  it('is small where orders are as they were', async () => {
    await screen(ordersOf('usual', 25, 24, 900));
    const [report] = await store.newestReports(bench.database);
    const amount = report?.features.find(({ feature }) => feature === 'amount_minor');
    expect(amount?.psi).toBeLessThan(0.1);
    // Hours and weekday have moved; what has not is not told of.
    for (const { features } of await told())
      expect(features.map(({ feature }) => feature)).not.toContain('amount_minor');
  });

  it('is not told from few orders, nor from less than a day', async () => {
    await screen(ordersOf('few', 30, 4, 90_000));
    await screen(ordersOf('burst', 10, 60, 90_000));
    expect(await store.newestReports(bench.database)).toEqual([]);
    expect(await told()).toEqual([]);
  });

  it('is shown as gauges', async () => {
    const registry = new Registry();
    showDrift(registry, { database: bench.database, store, logger: silent });
    expect(await registry.metrics()).not.toContain('shop="demo"');
    await screen(ordersOf('shown', 25, 24, 90_000));
    const shown = await registry.metrics();
    expect(shown).toMatch(/cartwise_fraud_feature_drift_psi\{shop="demo",feature="amount_minor"\} [\d.]+/);
    expect(shown).toMatch(/cartwise_fraud_score_drift_psi\{shop="demo"\} [\d.]+/);
  });
});
