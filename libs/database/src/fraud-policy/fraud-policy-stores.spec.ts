import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs, ShopId } from '#contracts';
import { DecisionCosts } from '#contracts/generated/cartwise/fraud/v1/costs';
import { FraudRule } from '#contracts/generated/cartwise/fraud/v1/rules';
import { startPostgres, type TestPostgres } from '#test-support';
import { Database } from '../connection/database.ts';
import { DecisionCostStore } from './decision-cost-store.ts';
import { FraudRuleStore } from './fraud-rule-store.ts';
import { ListEntryStore } from './list-entry-store.ts';
import { RuleCountStore } from './rule-count-store.ts';
import { RuleSnoozeStore } from './rule-snooze-store.ts';

const NOW = 1_764_000_000_000 as EpochMs;
const DAY_MS = 86_400_000;
const OTHER = 'other' as ShopId;
const later = (days: number) => (NOW + days * DAY_MS) as EpochMs;
const rule = (code: string, version: number, more: Partial<FraudRule> = {}) =>
  FraudRule.fromPartial({ code, version, when: 'lines > 0', ...more });

describe('the stores of a fraud policy', () => {
  let server: TestPostgres;
  let database: Database;
  let shopId: ShopId;
  let shops = 0;

  beforeAll(async () => {
    server = await startPostgres();
    database = await Database.open({ connectionString: server.connectionString });
  });
  beforeEach(() => {
    shopId = `shop-${(shops += 1)}` as ShopId;
  });
  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('keep every version of a rule and give the newest of each, to its shop alone', async () => {
    const store = new FraudRuleStore(database);
    for (const each of [
      rule('B', 1),
      rule('A', 1),
      rule('A', 2, { score: 0.5 }),
      rule('B', 2, { deleted: true }),
    ]) {
      await store.insert(database, shopId, each);
    }
    expect(await store.newest(shopId)).toEqual([
      rule('A', 2, { score: 0.5 }),
      rule('B', 2, { deleted: true }),
    ]);
    expect(await store.versions(shopId, 'A')).toEqual([rule('A', 2, { score: 0.5 }), rule('A', 1)]);
    expect(await store.newest(OTHER)).toEqual([]);
    await expect(store.insert(database, shopId, rule('A', 2))).rejects.toThrow('duplicate key');
  });

  it('tell shops with rules of their own, and let one change them at a time', async () => {
    const store = new FraudRuleStore(database);
    const raise = () =>
      database.transaction(async (sql) => {
        const revision = (await store.lock(sql, shopId)) ?? 0;
        await store.setRevision(sql, shopId, revision + 1);
      });
    expect(await store.revision(shopId)).toBeUndefined();
    await Promise.all(Array.from({ length: 8 }, raise));
    expect(await store.revision(shopId)).toBe(8);
  });

  it('keep snoozes until they end, so many of them', async () => {
    const store = new RuleSnoozeStore(database);
    const snooze = (value: string, untilMs: EpochMs) => ({
      code: 'A',
      kind: 'user',
      value,
      untilMs,
      reason: 'a known customer',
      author: 'eve',
    });
    expect(await store.put(database, shopId, snooze('u:ann', later(1)), 2)).toBe(true);
    expect(await store.put(database, shopId, snooze('u:ann', later(2)), 2)).toBe(true);
    expect(await store.put(database, shopId, snooze('u:bob', later(3)), 2)).toBe(true);
    expect(await store.put(database, shopId, snooze('u:cy', later(3)), 2)).toBe(false);
    expect(await store.put(database, shopId, snooze('u:bob', later(3)), 2)).toBe(true);
    expect(await store.list(shopId, later(2))).toEqual([snooze('u:bob', later(3))]);
    expect(await store.forgetEnded(database, shopId, later(2))).toEqual([snooze('u:ann', later(2))]);
    expect(await store.list(shopId, NOW)).toEqual([snooze('u:bob', later(3))]);
  });

  it('count by day how often rules held, and forget after thirty', async () => {
    const store = new RuleCountStore(database);
    const held = (code: string, fired: number, changed: number) => ({ shopId, code, fired, changed });
    await store.add([], NOW);
    await store.add([held('A', 100, 0)], later(-40));
    await store.add([held('A', 7, 1)], later(-10));
    await store.add([held('B', 1, 1), held('A', 2, 1)], NOW);
    await store.add([held('A', 3, 0)], NOW);
    expect(await store.list(shopId, NOW)).toEqual([
      { code: 'A', firedInDay: 5, firedInMonth: 12, changedInMonth: 2 },
      { code: 'B', firedInDay: 1, firedInMonth: 1, changedInMonth: 1 },
    ]);
    expect(await store.forgetOld(NOW)).toBe(1);
  });

  it('hold list entries by list, kind and value, page by page', async () => {
    const store = new ListEntryStore(database);
    const entry = (list: string, value: string, expiresAtMs = 0) => ({
      list,
      kind: 'device',
      value,
      expiresAtMs,
      reason: 'seen in a "ring"',
      author: 'eve',
      addedAtMs: NOW,
    });
    const put = (...entries: ReturnType<typeof entry>[]) => store.put(database, shopId, entries, 4);
    expect(await put(entry('block', 'a'), entry('block', 'b', later(1)), entry('allow', 'a'))).toBe(true);
    expect(await put(entry('block', 'a', later(2)))).toBe(true);
    const page = { kind: undefined, after: undefined, limit: 1 };
    expect(await store.list(shopId, 'block', page)).toEqual([entry('block', 'a', later(2))]);
    expect(await store.list(shopId, 'block', { ...page, after: entry('block', 'a') })).toEqual([
      entry('block', 'b', later(1)),
    ]);
    expect(await store.list(shopId, 'block', { ...page, kind: 'user' })).toEqual([]);
    expect(await store.summaries(shopId)).toEqual([
      { list: 'allow', entries: 1 },
      { list: 'block', entries: 2 },
    ]);
    expect(await put(entry('review', 'x'), entry('review', 'y'))).toBe(false);
    expect(await store.forgetExpired(database, shopId, later(1), 100)).toEqual([
      entry('block', 'b', later(1)),
    ]);
    expect(await store.delete(database, shopId, [entry('allow', 'a'), entry('allow', 'none')])).toEqual([
      entry('allow', 'a'),
    ]);
    expect(await store.list(OTHER, 'block', page)).toEqual([]);
  });

  it('replace costs by currency and give those before back', async () => {
    const store = new DecisionCostStore(database);
    const costs = (currency: string, chargebackFeeMinor: number) =>
      DecisionCosts.fromPartial({ currency, chargebackFeeMinor, marginShare: 0.3 });
    expect(await store.put(database, shopId, costs('GBP', 1))).toBeUndefined();
    expect(await store.put(database, shopId, costs('EUR', 1))).toBeUndefined();
    expect(await store.put(database, shopId, costs('GBP', 2))).toEqual(costs('GBP', 1));
    expect(await store.list(shopId)).toEqual([costs('EUR', 1), costs('GBP', 2)]);
  });
});
