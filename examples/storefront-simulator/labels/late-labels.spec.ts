import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AlertStatus, type CartwiseClient } from '../../../clients/typescript/src/index.ts';
import type { StorefrontEvent } from '../traffic/storefront-event.ts';
import { LabelPhases } from './label-phases.ts';
import { LateLabels } from './late-labels.ts';

const ORDER = {
  orderId: 'run-1-stolen-card-1-order-0',
  amountMinor: 12_345,
  visitor: { userId: 'run-1-shopper-3', anonymousId: 'run-1-stolen-card-1-visitor-thief' },
};

describe('labels that come late', () => {
  let events: { readonly event: StorefrontEvent; readonly acknowledge: () => void }[];
  let outcomes: { readonly alertId?: string | undefined; readonly status?: AlertStatus | undefined }[];
  let phases: LabelPhases;
  let labels: LateLabels;

  beforeEach(() => {
    jest.useFakeTimers();
    [events, outcomes, phases] = [[], [], new LabelPhases()];
    const resolveAlert: CartwiseClient['fraud']['resolveAlert'] = (outcome) => {
      outcomes.push(outcome);
      return Promise.resolve({ alert: undefined });
    };
    const sender = {
      enqueue: (event: StorefrontEvent, _timestampMs: number, _skewMs: number, acknowledge = () => {}) =>
        void events.push({ event, acknowledge }),
    };
    labels = new LateLabels(60_000, { sender, cartwise: { fraud: { resolveAlert } } }, phases);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('charge an order back that the cardholder did not make, after the delay', () => {
    labels.orderTaken({ ...ORDER, disputedBy: 'cardholder' });
    jest.advanceTimersByTime(59_999);
    expect(events).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(events.map(({ event }) => event)).toMatchObject([
      {
        event: 'Chargeback Received',
        userId: 'run-1-shopper-3',
        properties: { order_id: ORDER.orderId, amount: 123.45, currency: 'GBP', reason_code: '10.4' },
      },
    ]);
  });

  it("are the shop's own where nobody's card was used", () => {
    labels.orderTaken({ ...ORDER, disputedBy: 'shop' });
    jest.advanceTimersByTime(60_000);
    expect(events.map(({ event }) => event)).toMatchObject([
      { event: 'Fraud Label Set', properties: { label: 'fraud', label_source: 'analyst' } },
    ]);
    expect(labels.counts).toMatchObject({ chargebacks: 0, setByShop: 1 });
  });

  it('begin when the first is acknowledged, not when it is sent', () => {
    labels.orderTaken({ ...ORDER, disputedBy: 'cardholder' });
    jest.advanceTimersByTime(60_000);
    expect(phases.now).toBe('before labels');
    events[0]?.acknowledge();
    expect(phases.now).toBe('labels arriving');
  });

  it('resolve alerts as what they were', async () => {
    labels.alertRaised('alert-1', true);
    labels.alertRaised('alert-2', false);
    jest.advanceTimersByTime(60_000);
    await labels.close();
    expect(outcomes).toMatchObject([
      { alertId: 'alert-1', status: AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD },
      { alertId: 'alert-2', status: AlertStatus.ALERT_STATUS_FALSE_POSITIVE },
    ]);
    expect(labels.counts.alertsResolved).toBe(2);
  });

  it('do not come when the run is over before', async () => {
    labels.orderTaken({ ...ORDER, disputedBy: 'cardholder' });
    await labels.close();
    // Raised by the last events.
    labels.alertRaised('alert-1', true);
    jest.advanceTimersByTime(60_000);
    expect([...events, ...outcomes]).toEqual([]);
  });
});
