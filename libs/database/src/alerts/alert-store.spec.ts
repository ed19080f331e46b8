import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, ShopId } from '#contracts';
import { Alert, AlertStatus, Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import type { ShopAlert } from './alert-row.ts';
import { AlertStore } from './alert-store.ts';

const T0 = 1_764_000_000_123;
const OPEN = AlertStatus.ALERT_STATUS_OPEN;

describe('the alert store', () => {
  let server: TestPostgres;
  let database: Database;
  let store: AlertStore;
  let shopId: ShopId;
  let shops = 0;

  const alert = (alertId: string, raisedAtMs: number, more: Partial<Alert> = {}): ShopAlert => ({
    shopId,
    occurredAtMs: (raisedAtMs - 5) as EpochMs,
    alert: {
      ...Alert.fromPartial({
        alertId,
        subjectKind: 'device',
        subjectId: `device of ${alertId}`,
        decision: Decision.DECISION_REVIEW,
        score: 0.75,
        reasons: [{ code: 'A_RULE', description: 'What "it" says', contribution: 0.75 }],
        status: OPEN,
        raisedAtMs,
        eventId: 'e1',
      }),
      ...more,
    },
  });
  const list = async (status?: AlertStatus, limit = 100) =>
    (await store.list(shopId, { status, limit, after: undefined })).map(({ alertId }) => alertId);

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
    store = new AlertStore(database);
  });
  beforeEach(() => {
    shopId = `shop-${(shops += 1)}` as ShopId;
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('adds an alert once and gives it back as it was', async () => {
    const one = alert('a', T0);
    expect(await store.insertNew(database, [one])).toEqual(new Set(['a']));
    expect(await store.insertNew(database, [one, alert('b', T0)])).toEqual(new Set(['b']));
    expect(
      await store.list(shopId, { status: OPEN, limit: 1, after: { raisedAtMs: T0, alertId: 'b' } }),
    ).toEqual([one.alert]);
  });

  it('lists by status, newest first, each exactly once over the pages', async () => {
    await store.insertNew(
      database,
      ['a', 'b', 'c', 'd', 'e'].map((id, i) => alert(id, T0 + Math.floor(i / 2))),
    );
    expect(await list()).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(await list(AlertStatus.ALERT_STATUS_FALSE_POSITIVE)).toEqual([]);
    const second = await store.list(shopId, {
      status: undefined,
      limit: 2,
      after: { raisedAtMs: T0 + 1, alertId: 'd' },
    });
    expect(second.map(({ alertId }) => alertId)).toEqual(['c', 'b']);
  });

  it('replays what was raised since a moment, over more than a page', async () => {
    const many = Array.from({ length: 1_203 }, (_, i) => alert(String(i).padStart(5, '0'), T0 + i));
    await store.insertNew(database, many);
    const ids: string[] = [];
    for await (const page of store.readSince(shopId, T0 + 2)) ids.push(...page.map(({ alertId }) => alertId));
    expect(ids).toEqual(many.slice(2).map((each) => each.alert.alertId));
  });

  it('finds alerts on a subject by when it happened', async () => {
    await store.insertNew(database, [alert('a', T0)]);
    const subject = { shopId, kind: 'device', id: 'device of a' };
    const occurredAtMs = T0 - 5;
    expect(await store.findRecent(database, [subject], occurredAtMs, T0)).toEqual([
      { ...subject, occurredAtMs },
    ]);
    expect(await store.findRecent(database, [subject], occurredAtMs + 1, T0)).toEqual([]);
    expect(await store.findRecent(database, [{ ...subject, kind: 'ip' }], 0, T0)).toEqual([]);
  });

  it('keeps an outcome, lets it be corrected, and knows nothing of other shops', async () => {
    await store.insertNew(database, [alert('a', T0)]);
    const outcome = {
      alertId: 'a',
      status: AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD,
      note: 'n',
      resolvedBy: 'eve',
      resolvedAtMs: (T0 + 9) as EpochMs,
    };
    const { resolvedAtMs, ...rest } = outcome;
    expect(await store.resolve(database, shopId, outcome)).toMatchObject({ ...rest, resolvedAtMs });
    const corrected = { ...outcome, status: AlertStatus.ALERT_STATUS_FALSE_POSITIVE };
    await store.resolve(database, shopId, corrected);
    expect(await list(AlertStatus.ALERT_STATUS_FALSE_POSITIVE)).toEqual(['a']);
    expect(await store.resolve(database, 'another' as ShopId, outcome)).toBeUndefined();
  });
});
