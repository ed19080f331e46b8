import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Event } from '#contracts';
import type { ListAuditEntriesResponse } from '#contracts/generated/cartwise/fraud/v1/audit';
import {
  CaseOutcome,
  CaseState,
  type Case,
  type CaseChange,
  type ChangeCaseResponse,
  type GetCaseResponse,
  type ListCasesResponse,
} from '#contracts/generated/cartwise/fraud/v1/cases';
import { AlertStatus } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { ListLabelsResponse } from '#contracts/generated/cartwise/fraud/v1/labels';
import { eventually } from '#test-support';
import { SERVER_KEY, startAnomaly, type RunningAnomaly } from '../testing/start-anomaly.ts';
import { cardTestingBurst, movedTo, testHash, testOrder } from '../testing/test-event.ts';

/** Consumers and webhooks answer within a second or two. */
const WAIT_MS = 20_000;
const THIEF = { kind: 'device', id: 'thief-phone' };

describe('cases over gRPC', () => {
  let anomaly: RunningAnomaly;
  let receiver: Server;
  const received: { readonly type: string; readonly case?: Case }[] = [];

  const list = (request: object = {}) => anomaly.call<ListCasesResponse>('CaseService', 'listCases', request);
  const get = (caseId: string) =>
    anomaly.call<GetCaseResponse>('CaseService', 'getCase', { caseId }, SERVER_KEY);
  const change = (request: { caseId: string; version: number; change: CaseChange }) =>
    anomaly.call<ChangeCaseResponse>('CaseService', 'changeCase', { author: 'eve', ...request });
  const append = (events: readonly Event[], fromMs: number) =>
    anomaly.append(events.map((event, i) => movedTo(event, fromMs + i)));
  /** The case of the thief's device once it has so many alerts. */
  const thiefCase = (alerts: number) =>
    eventually(
      `${alerts} alerts in the case`,
      async () => {
        const { cases } = await list({ entityKind: THIEF.kind, entityId: THIEF.id });
        return cases.length === 1 && cases[0]?.alerts === alerts ? cases[0] : undefined;
      },
      WAIT_MS,
    );

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        received.push(JSON.parse(body) as (typeof received)[number]);
        response.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    const webhook = { url: `http://127.0.0.1:${port}/hook`, secret: 'webhook-secret-0123456789' };
    anomaly = await startAnomaly({ webhook: { ...webhook, events: ['case.opened', 'case.closed'] } });
    // Card testing on a device; then, once three others have used a card, an order on that device with it.
    const nowMs = Date.now();
    const cardHash = testHash('stolen');
    const others = ['x', 'y', 'z'].map((userId) => testOrder(`order-of-${userId}`, { userId, cardHash }));
    const context = { deviceId: THIEF.id };
    await append([...cardTestingBurst(20), ...others], nowMs - 1_000);
    await thiefCase(1);
    await eventually(
      'the orders are counted',
      async () => {
        const { database } = anomaly.infrastructure;
        const rows = await database.query('SELECT 1 FROM order_entities');
        return rows.length === others.length ? rows : undefined;
      },
      WAIT_MS,
    );
    await append([testOrder('order-of-thief', { userId: 'thief', cardHash, context })], nowMs);
  });
  afterAll(async () => {
    await anomaly[Symbol.asyncDispose]();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  it('hold the alerts that share a device, and each alert names its case', async () => {
    const { caseId } = await thiefCase(2);
    const { case: found, alerts, history } = await get(caseId);
    expect(found).toMatchObject({ version: 0, state: CaseState.CASE_STATE_OPEN, alerts: 2, assignee: '' });
    expect(found?.entities).toEqual(expect.arrayContaining([THIEF, { kind: 'order', id: 'order-of-thief' }]));
    expect(alerts.map(({ subjectKind }) => subjectKind).toSorted()).toEqual(['device', 'order']);
    expect(new Set(alerts.map((alert) => alert.caseId))).toEqual(new Set([caseId]));
    expect(history).toEqual([]);
    // One for the case, and none for the second alert that joined it.
    await eventually('the webhook heard of it', async () => received[0], WAIT_MS);
    expect(received).toMatchObject([{ type: 'case.opened', case: { caseId } }]);
  });

  it('are changed as they were read, and refuse a change of an older version', async () => {
    const { caseId } = await thiefCase(2);
    await change({ caseId, version: 0, change: { assignee: 'ann' } });
    const { case: tagged } = await change({ caseId, version: 1, change: { tag: 'card-testing' } });
    expect(tagged).toMatchObject({ version: 2, assignee: 'ann', tags: ['card-testing'] });
    const late = change({ caseId, version: 1, change: { note: 'me too' } });
    await expect(late).rejects.toMatchObject({
      details: 'version: the case is at version 2 now: read it again',
    });
    const both = await Promise.allSettled(
      ['ann', 'bob'].map((assignee) => change({ caseId, version: 2, change: { assignee } })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('are found by state, assignee and tag, and a snoozed one is open again when its time has come', async () => {
    const { caseId, version, assignee } = await thiefCase(2);
    const ids = async (request: object) => (await list(request)).cases.map((each) => each.caseId);
    expect(await ids({ assignee, tag: 'card-testing' })).toEqual([caseId]);
    expect(await ids({ unassigned: true, entityKind: THIEF.kind, entityId: THIEF.id })).toEqual([]);
    const snoozeUntilMs = Date.now() + 1_500;
    await change({ caseId, version, change: { snoozeUntilMs } });
    expect(await ids({ state: CaseState.CASE_STATE_SNOOZED })).toEqual([caseId]);
    await eventually(
      'it is open again',
      async () => {
        const open = await ids({ state: CaseState.CASE_STATE_OPEN, tag: 'card-testing' });
        return open.length > 0 ? open : undefined;
      },
      WAIT_MS,
    );
    expect(await ids({ state: CaseState.CASE_STATE_SNOOZED })).toEqual([]);
  });

  it('resolve their alerts when they are closed, label the orders, and tell the webhook', async () => {
    const { caseId, version } = await thiefCase(2);
    const close = CaseOutcome.CASE_OUTCOME_FRAUD;
    // The alert about the device names no order.
    expect(await change({ caseId, version, change: { close } })).toMatchObject({
      ordersLabelled: 1,
      alertsWithoutOrder: 1,
    });
    const { alerts, history } = await get(caseId);
    expect(new Set(alerts.map(({ status }) => status))).toEqual(
      new Set([AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD]),
    );
    expect(history.at(-1)).toMatchObject({
      version: version + 1,
      author: 'eve',
      keyId: expect.stringMatching(/^demo-admin-/),
      change: { close: CaseOutcome.CASE_OUTCOME_FRAUD },
    });
    const { labels } = await anomaly.call<ListLabelsResponse>('LabelService', 'listLabels', {
      orderId: 'order-of-thief',
    });
    expect(labels).toMatchObject([{ isFraud: true, author: 'eve' }]);
    const closed = await eventually(
      'the webhook heard of it',
      async () => received.find(({ type }) => type === 'case.closed'),
      WAIT_MS,
    );
    expect(closed.case).toMatchObject({ caseId, outcome: CaseOutcome.CASE_OUTCOME_FRAUD });
  });

  it('take no more alerts once they are closed', async () => {
    const nowMs = Date.now();
    const again = testOrder('order-again', {
      userId: 'thief',
      cardHash: testHash('stolen'),
      context: { deviceId: THIEF.id },
    });
    await append([again], nowMs);
    await eventually(
      'another case',
      async () => {
        const { cases } = await list({ entityKind: THIEF.kind, entityId: THIEF.id });
        return cases.length === 2 ? cases : undefined;
      },
      WAIT_MS,
    );
  });

  it('leave in the audit log who changed and who looked at them', async () => {
    const { entries } = await anomaly.call<ListAuditEntriesResponse>('AuditService', 'listAuditEntries', {
      pageSize: 100,
    });
    const actions = entries.map(({ action, role }) => `${role} ${action}`);
    expect(actions).toEqual(expect.arrayContaining(['admin case.changed', 'server case.viewed']));
    const changes = entries.filter(({ action }) => action === 'case.changed');
    expect(changes.at(0)?.detail).toBe('close');
  });

  it.each([
    ['two changes at once', { change: { note: 'a', tag: 'b' } }, /^change/],
    ['no change', { change: {} }, /^change/],
    ['an empty note', { change: { note: '' } }, /^change\.note/],
    ['a tag in capitals', { change: { tag: 'A' } }, /^change\.tag/],
    [
      'a close without an outcome',
      { change: { close: CaseOutcome.CASE_OUTCOME_UNSPECIFIED } },
      /^change\.close/,
    ],
    ['an id that is none', { caseId: 'x', change: { note: 'a' } }, /^case_id/],
    ['a case there is not', { caseId: '0'.repeat(32), change: { note: 'a' } }, /^case_id: there is no case/],
  ])('refuse %s', async (_, request, message) => {
    const { cases } = await list({ pageSize: 1 });
    const { caseId = '', version = 0 } = cases[0] ?? {};
    await expect(change({ caseId, version, ...request })).rejects.toMatchObject({
      details: expect.stringMatching(message),
    });
  });
});
