import { beforeEach, describe, expect, it } from '@jest/globals';
import { Decision } from '../../../clients/typescript/src/index.ts';
import { LabelPhases } from '../labels/label-phases.ts';
import { AttackLog } from './attack-log.ts';

const NOBODY = { subjectId: '', orderId: '', userId: '', eventId: '' };

describe('the log of attacks', () => {
  let nowMs = 0;
  let phases: LabelPhases;
  let log: AttackLog;

  beforeEach(() => {
    nowMs = 0;
    phases = new LabelPhases();
    log = new AttackLog('run-1', () => nowMs, phases);
    log.begin('card-testing', 'run-1-card-testing-1');
    log.begin('card-testing', 'run-1-card-testing-11');
  });

  const cardTesting = () => log.summary().kinds.find(({ kind }) => kind === 'card-testing');

  it('counts an attack as caught when an alert names one of its events, and how long it took', () => {
    nowMs = 4_200;
    log.alert({ ...NOBODY, eventId: 'run-1-card-testing-11-event-5' });
    nowMs = 9_000;
    log.alert({ ...NOBODY, eventId: 'run-1-card-testing-11-event-9' });
    expect(cardTesting()).toMatchObject({
      attacks: 2,
      caught: 1,
      missed: 1,
      recall: 0.5,
      secondsToAlert: { median: 4.2, p95: 4.2 },
    });
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

  it('tells what an alert is about', () => {
    expect(log.alert({ ...NOBODY, subjectId: 'run-1-card-testing-1-device-tester' })).toBe(true);
    expect(log.alert({ ...NOBODY, userId: 'run-1-shopper-3' })).toBe(false);
  });

  it('counts an attack for the phase it began in, though its alert came later, and an order for its own', () => {
    log.goodOrder(Decision.DECISION_APPROVE);
    phases.labelKnown();
    log.goodOrder(Decision.DECISION_DECLINE);
    phases.scoredBy('fraud-1');
    nowMs = 1_000;
    log.begin('stolen-card', 'run-1-stolen-card-1');
    log.alert({ ...NOBODY, eventId: 'run-1-card-testing-1-event-3' });
    log.attackOrder('run-1-stolen-card-1', Decision.DECISION_APPROVE);
    expect(log.summary(['before labels'])).toMatchObject({
      all: { attacks: 2, caught: 1, recall: 0.5, secondsToAlert: { median: 1 } },
      falseAlarmsPer1000GoodOrders: 0,
    });
    expect(log.summary(['labels arriving'])).toMatchObject({
      all: { attacks: 0, recall: null, secondsToAlert: { median: null, p95: null } },
      falseAlarmsPer1000GoodOrders: 1_000,
    });
    expect(log.summary(['after labels'])).toMatchObject({
      all: { attacks: 1, caught: 0, recall: 0 },
      falseAlarmsPer1000GoodOrders: null,
    });
    expect(log.summary()).toMatchObject({ all: { attacks: 3 }, orders: { good: 2, bad: 1 } });
  });

  it('leaves alerts of others alone', () => {
    expect(log.alert({ ...NOBODY, orderId: 'another-shop-7' })).toBeUndefined();
    expect(log.summary()).toMatchObject({ alerts: 0, falseAlarms: 0 });
  });
});
