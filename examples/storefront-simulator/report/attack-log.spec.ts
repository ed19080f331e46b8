import { beforeEach, describe, expect, it } from '@jest/globals';
import { Decision } from '../../../clients/typescript/src/index.ts';
import { AttackLog } from './attack-log.ts';

const NOBODY = { subjectId: '', orderId: '', userId: '', eventId: '' };

describe('the log of attacks', () => {
  let nowMs = 0;
  let log: AttackLog;

  beforeEach(() => {
    nowMs = 0;
    log = new AttackLog('run-1', () => nowMs);
    log.begin('card-testing', 'run-1-card-testing-1');
    log.begin('card-testing', 'run-1-card-testing-11');
  });

  const cardTesting = () => log.summary().kinds.find(({ kind }) => kind === 'card-testing');

  it('counts an attack as caught when an alert names one of its events, and how long it took', () => {
    nowMs = 4_200;
    log.alert({ ...NOBODY, eventId: 'run-1-card-testing-11-event-5' });
    nowMs = 9_000;
    log.alert({ ...NOBODY, eventId: 'run-1-card-testing-11-event-9' });
    expect(cardTesting()).toMatchObject({ attacks: 2, caught: 1, missed: 1, medianSecondsToCatch: 4.2 });
    expect(log.summary().falseAlarms).toBe(0);
  });

  it('counts it as caught when one of its orders is held back', () => {
    log.attackOrder('run-1-card-testing-1', Decision.DECISION_APPROVE);
    expect(cardTesting()?.caught).toBe(0);
    log.attackOrder('run-1-card-testing-1', Decision.DECISION_REVIEW);
    expect(cardTesting()?.caught).toBe(1);
  });

  it('takes what holds good shoppers back for false alarms, an order and its alert once', () => {
    for (let order = 0; order < 99; order++) log.goodOrder(Decision.DECISION_APPROVE);
    log.goodOrder(Decision.DECISION_REVIEW);
    log.alert({ ...NOBODY, orderId: 'run-1-order-99', userId: 'run-1-shopper-3' });
    log.alert({ ...NOBODY, subjectId: 'run-1-shopper-4' });
    expect(log.summary()).toMatchObject({ falseAlarms: 2, falseAlarmsPer1000GoodOrders: 20 });
  });

  it('leaves alerts of others alone', () => {
    log.alert({ ...NOBODY, orderId: 'another-shop-7' });
    expect(log.summary()).toMatchObject({ alerts: 0, falseAlarms: 0 });
  });
});
