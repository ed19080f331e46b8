import { describe, expect, it } from '@jest/globals';
import { Event } from '#contracts';
import { labelOfEvent } from './label-of-event.ts';

const AT = 1_764_000_000_000;
const event = (type: string, fields: object) =>
  Event.parse({
    type,
    eventId: 'e1',
    schemaVersion: 1,
    shopId: 'demo',
    userId: 'ann',
    orderId: 'o1',
    eventTime: AT,
    sentAt: AT,
    receivedAt: AT + 1_000,
    source: 'http',
    context: {},
    consent: { analytics: true, personalisation: true },
    ...fields,
  });
const money = { amountMinor: 100, currency: 'GBP' };
const chargeback = (fields: object = {}) =>
  labelOfEvent(event('chargeback_received', { ...money, ...fields }));
const refund = (reason?: string) => labelOfEvent(event('order_refunded', { ...money, reason }));

describe('what an event says of its order', () => {
  it('is fraud for a chargeback, unless its code says that it is about something else', () => {
    expect(chargeback()).toEqual({
      orderId: 'o1',
      isFraud: true,
      source: 'chargeback',
      knownAtMs: AT + 1_000,
      author: '',
      evidence: 'event/e1',
    });
    for (const reasonCode of ['10.4', '4837', 'fraud', 'F29'])
      expect(chargeback({ reasonCode })?.isFraud).toBe(true);
    for (const reasonCode of ['13.1', '12.6.1', '4853', '4808'])
      expect(chargeback({ reasonCode })).toBeUndefined();
  });

  it('is fraud for a refund or cancellation that gives fraud as its reason, and nothing for another', () => {
    for (const reason of ['fraud', 'Fraudulent', 'SUSPECTED_FRAUD', 'stolen card']) {
      expect(refund(reason)).toMatchObject({ isFraud: true, source: 'refund' });
      expect(labelOfEvent(event('order_cancelled', { reason }))?.isFraud).toBe(true);
    }
    for (const reason of [undefined, '', 'no fraud found', 'too small'])
      expect(refund(reason)).toBeUndefined();
  });

  it('is what a label says, by its source', () => {
    const set = (label: string, labelSource: string) =>
      labelOfEvent(event('fraud_label_set', { label, labelSource }));
    expect(set('fraud', 'rule')).toMatchObject({ isFraud: true, source: 'rule' });
    expect(set('legitimate', 'analyst')).toMatchObject({ isFraud: false, source: 'analyst' });
  });

  it('was known when we were told, but for history when the shop was told', () => {
    const receivedTime = AT - 5_000;
    expect(chargeback({ receivedTime })?.knownAtMs).toBe(AT + 1_000);
    expect(chargeback({ receivedTime, source: 'import' })?.knownAtMs).toBe(receivedTime);
    expect(chargeback({ source: 'import' })?.knownAtMs).toBe(AT);
    expect(chargeback({ source: 'import', eventTime: AT + 9_000 })?.knownAtMs).toBe(AT + 1_000);
  });

  it('is nothing for other events', () => {
    expect(labelOfEvent(event('logged_out', {}))).toBeUndefined();
  });
});
