import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AlertStatus,
  Decision,
  type Alert,
  type ListAlertsResponse,
} from '#contracts/generated/cartwise/fraud/v1/fraud';
import { LabelSource, type ListLabelsResponse } from '#contracts/generated/cartwise/fraud/v1/labels';
import { AlertStore } from '#database';
import { eventually } from '#test-support';
import { startAnomaly, type RunningAnomaly } from '../testing/start-anomaly.ts';
import { TEST_SHOP_ID, TEST_TIME_MS, testEvent, testOrder } from '../testing/test-event.ts';

const { LABEL_SOURCE_ANALYST, LABEL_SOURCE_CHARGEBACK, LABEL_SOURCE_REFUND } = LabelSource;

describe('labels', () => {
  let anomaly: RunningAnomaly;

  const list = (request: object) => anomaly.call<ListLabelsResponse>('LabelService', 'listLabels', request);
  const labelsOf = (orderId: string, count: number) =>
    eventually(`${count} labels of ${orderId}`, async () => {
      const { labels } = await list({ orderId });
      return labels.length === count ? labels : undefined;
    });
  const money = { amountMinor: 1500, currency: 'GBP' };

  beforeAll(async () => {
    anomaly = await startAnomaly();
    await anomaly.append([
      testOrder('o1'),
      testEvent('chargeback_received', { orderId: 'o1', reasonCode: '10.4', ...money }),
      testEvent('order_refunded', { orderId: 'o2', reason: 'fraudulent', ...money }),
      testEvent('order_refunded', { orderId: 'o2', reason: 'too small', ...money }),
      testEvent('fraud_label_set', { orderId: 'o3', label: 'legitimate', labelSource: 'rule' }),
    ]);
  });
  afterAll(async () => {
    await anomaly[Symbol.asyncDispose]();
  });

  it('come from chargebacks, refunds for fraud and labels on the stream', async () => {
    expect(await labelsOf('o1', 1)).toMatchObject([
      { isFraud: true, source: LABEL_SOURCE_CHARGEBACK, knownAtMs: TEST_TIME_MS },
    ]);
    expect(await labelsOf('o2', 1)).toMatchObject([{ isFraud: true, source: LABEL_SOURCE_REFUND }]);
    expect(await labelsOf('o3', 1)).toMatchObject([{ isFraud: false }]);
    const { labels } = await list({ source: LABEL_SOURCE_CHARGEBACK });
    expect(labels.map(({ orderId }) => orderId)).toEqual(['o1']);
  });

  it("come from an analyst's outcome of an order's alert, and again from its correction", async () => {
    const alert: Alert = {
      alertId: 'a0',
      subjectKind: 'order',
      subjectId: 'o4',
      orderId: 'o4',
      userId: 'ann',
      decision: Decision.DECISION_REVIEW,
      score: 0.6,
      reasons: [],
      status: AlertStatus.ALERT_STATUS_OPEN,
      raisedAtMs: TEST_TIME_MS,
      resolvedAtMs: 0,
      resolvedBy: '',
      note: '',
      eventId: '',
      caseId: '',
    };
    const { database, clock } = anomaly.infrastructure;
    const occurredAtMs = clock();
    await new AlertStore(database).insertNew(database, [{ shopId: TEST_SHOP_ID, occurredAtMs, alert }]);
    const resolve = (status: AlertStatus) =>
      anomaly.call('FraudService', 'resolveAlert', { alertId: 'a0', status, note: '', resolvedBy: 'eve' });
    await resolve(AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD);
    await resolve(AlertStatus.ALERT_STATUS_FALSE_POSITIVE);
    expect(await labelsOf('o4', 2)).toMatchObject([
      { isFraud: false, source: LABEL_SOURCE_ANALYST, author: 'eve', evidence: 'alert/a0' },
      { isFraud: true, source: LABEL_SOURCE_ANALYST },
    ]);
    const { alerts } = await anomaly.call<ListAlertsResponse>('FraudService', 'listAlerts', {});
    expect(alerts).toMatchObject([{ status: AlertStatus.ALERT_STATUS_FALSE_POSITIVE }]);
  });
});
