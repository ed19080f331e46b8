import { describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import { Alert, Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { caseEntities } from './case-entities.ts';
import { groupAlerts, type TiedAlert } from './group-alerts.ts';

const HOUR_MS = 3_600_000;
const NOW = 1_764_000_000_000;
const shopId = 'demo' as ShopId;
const BOUNDS = { windowMs: 72 * HOUR_MS, alertsMax: 3, entitiesMax: 4 };

/** "device/x" is an entity. */
const entity = (text: string) => ({ kind: text.split('/')[0] ?? '', id: text.split('/')[1] ?? '' });
const alert = (alertId: string, entities: readonly string[], more: Partial<Alert> = {}): TiedAlert => ({
  shopId,
  alert: {
    ...Alert.fromPartial({ alertId, raisedAtMs: NOW, score: 0.5 }),
    decision: Decision.DECISION_REVIEW,
    ...more,
  },
  entities: entities.map(entity),
});
const joinable = (caseId: string, entities: readonly string[], more: object = {}) => ({
  shopId,
  caseId,
  alerts: 1,
  entityCount: entities.length,
  lastAlertAtMs: NOW - HOUR_MS,
  entities: entities.map((each) => ({ shopId, ...entity(each) })),
  ...more,
});
/** The alerts of each case. */
const grouped = (...given: Parameters<typeof groupAlerts>) =>
  groupAlerts(...given).map(({ alertIds }) => alertIds);

describe('grouping alerts into cases', () => {
  it('puts those that share an entity into one case, also over a third', () => {
    const alerts = [
      alert('a', ['device/x', 'card/1']),
      alert('b', ['device/y']),
      alert('c', ['card/1', 'user/u']),
      alert('d', ['user/u'], { score: 0.9, decision: Decision.DECISION_DECLINE }),
    ];
    const [first, second] = groupAlerts(alerts, [], { ...BOUNDS, alertsMax: 10 });
    expect(first).toMatchObject({
      isNew: true,
      alertIds: ['a', 'c', 'd'],
      score: 0.9,
      decision: Decision.DECISION_DECLINE,
      entities: ['device/x', 'card/1', 'user/u'].map(entity),
    });
    expect(second?.alertIds).toEqual(['b']);
  });

  it('keeps shops apart', () => {
    const other = { ...alert('b', ['device/x']), shopId: 'other' as ShopId };
    expect(grouped([alert('a', ['device/x']), other], [], BOUNDS)).toEqual([['a'], ['b']]);
  });

  it('joins the case with the newest alert, and opens none then', () => {
    const cases = [
      joinable('old', ['device/x'], { lastAlertAtMs: NOW - 2 * HOUR_MS }),
      joinable('new', ['card/1']),
    ];
    const [addition] = groupAlerts([alert('a', ['device/x', 'card/1', 'user/u'])], cases, BOUNDS);
    expect(addition).toMatchObject({ caseId: 'new', isNew: false });
    // What the case did not have yet.
    expect(addition?.entities).toEqual(['device/x', 'user/u'].map(entity));
  });

  it('opens another where the case is too old or full', () => {
    const stale = joinable('stale', ['device/x'], { lastAlertAtMs: NOW - 73 * HOUR_MS });
    expect(groupAlerts([alert('a', ['device/x'])], [stale], BOUNDS)).toMatchObject([{ isNew: true }]);
    const five = ['a', 'b', 'c', 'd', 'e'].map((id) => alert(id, ['device/x']));
    expect(grouped(five, [], BOUNDS)).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });

  it('learns no more entities than a case may have', () => {
    const cases = [joinable('c1', ['device/x'], { entityCount: 3 })];
    const alerts = [alert('a', ['device/x', 'card/1', 'card/2']), alert('b', ['card/2'])];
    const [joined, opened] = groupAlerts(alerts, cases, BOUNDS);
    expect(joined).toMatchObject({ caseId: 'c1', entities: [entity('card/1')] });
    expect(opened).toMatchObject({ isNew: true, alertIds: ['b'] });
  });

  it('names a case after its first alert, so that it is the same case however often it is raised', () => {
    const idOf = (id: string) => groupAlerts([alert(id, ['device/x'])], [], BOUNDS)[0]?.caseId;
    expect(idOf('a')).toBe(idOf('a'));
    expect(idOf('a')).not.toBe(idOf('b'));
    expect(idOf('a')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('ties by user, device, card and address, and by a network address only alerts about it', () => {
    const entities = { user: 'u:ann', device: 'd', card: 'c', address: 'a', ip: 'i' };
    const order = caseEntities({ subjects: [{ kind: 'order', id: 'o' }], entities });
    expect(order.map(({ kind }) => kind)).toEqual(['order', 'user', 'device', 'card', 'address']);
    const network = caseEntities({
      subjects: [{ kind: 'ip', id: 'i' }],
      entities: { user: 'u:ann', ip: 'i' },
    });
    expect(network.map(({ kind }) => kind)).toEqual(['ip', 'user']);
  });
});
