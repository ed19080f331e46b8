import { describe, expect, it } from '@jest/globals';
import { AlertStatus, Decision, type Alert } from '../../../clients/typescript/src/index.ts';
import { followAlerts } from './follow-alerts.ts';

const alertOf = (alertId: string): Alert => ({
  ...{
    alertId,
    subjectKind: 'order',
    subjectId: 'o1',
    orderId: 'o1',
    userId: 'ann',
    eventId: '',
    caseId: '',
  },
  ...{ decision: Decision.DECISION_REVIEW, score: 0.6, reasons: [], status: AlertStatus.ALERT_STATUS_OPEN },
  ...{ raisedAtMs: 1, resolvedAtMs: 0, resolvedBy: '', note: '' },
});

describe('following alerts', () => {
  it('hears of each once, though it is told of again when resolved, and after a break of the stream', async () => {
    const told = ['a', 'b', 'a'].map(alertOf);
    const stop = new AbortController();
    let streams = 0;
    const cartwise = {
      fraud: {
        async *streamAlerts() {
          streams += 1;
          yield* await Promise.resolve(told);
          if (streams === 2) stop.abort();
        },
      },
    };
    const heard: string[] = [];
    await followAlerts(cartwise, stop.signal, ({ alertId }) => heard.push(alertId));
    expect([heard, streams]).toEqual([['a', 'b'], 2]);
  });
});
