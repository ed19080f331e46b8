import type { ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GetCostsResponse } from '#contracts/generated/cartwise/fraud/v1/costs';
import {
  Decision,
  DecisionBasis,
  type ScoreOrderResponse,
} from '#contracts/generated/cartwise/fraud/v1/fraud';
import type {
  ListEntriesResponse,
  ListListsResponse,
  PutEntriesResponse,
} from '#contracts/generated/cartwise/fraud/v1/lists';
import type {
  GetRuleResponse,
  ListRulesResponse,
  ListRuleVersionsResponse,
  ListSnoozesResponse,
  PutRulesResponse,
} from '#contracts/generated/cartwise/fraud/v1/rules';
import type { ListAuditEntriesResponse } from '#contracts/generated/cartwise/fraud/v1/audit';
import type { ShopId } from '#contracts';
import { createLogger } from '#service';
import { eventually } from '#test-support';
import { RULES_FILE, RuleSet } from '../rules/rule-set.ts';
import { SERVER_KEY, startAnomaly, type RunningAnomaly } from '../testing/start-anomaly.ts';
import { TEST_SHOP_ID } from '../testing/test-event.ts';
import { LivePolicies } from './live-policies.ts';

const silent = createLogger({ service: 'test', level: 'silent' });

const ORDER = {
  orderId: 'checkout-1',
  userId: 'ann',
  items: [{ itemId: 'mug', quantity: 2, priceMinor: 1500 }],
  total: { amountMinor: 3000, currency: 'GBP' },
  email: 'Ann@Example.com',
  cardFingerprint: 'fp-1',
  deviceId: 'ann-laptop',
};
const RULE = {
  code: 'MANY_PIECES',
  description: 'More pieces than a household needs',
  trigger: 'RULE_TRIGGER_ORDER',
  when: 'quantity >= 50 and not (user in allow)',
  reason: '{quantity} pieces for {amount}',
  score: 0.6,
};
const HOUR_MS = 3_600_000;

describe('the policy of a shop, over gRPC', () => {
  let anomaly: RunningAnomaly;
  let orders = 0;

  const rules = <Reply>(method: string, request: object = {}) =>
    anomaly.call<Reply>('RuleService', method, request);
  const lists = <Reply>(method: string, request: object = {}) =>
    anomaly.call<Reply>('ListService', method, request);
  const put = (rule: object, more: object = {}) =>
    rules<PutRulesResponse>('putRules', { rules: [rule], ...more });
  /** Each order is another one, so that none has the alert of one before. */
  const score = (order: object = {}) =>
    anomaly.call<ScoreOrderResponse>(
      'FraudService',
      'scoreOrder',
      { order: { ...ORDER, orderId: `order-${(orders += 1)}`, ...order } },
      SERVER_KEY,
    );
  /** A change is in force within seconds, not at once. */
  const scored = (what: string, is: (reply: ScoreOrderResponse) => boolean, order: object = {}) =>
    eventually(what, async () => {
      const reply = await score(order);
      return is(reply) ? reply : undefined;
    });
  const fires = (code: string) => (reply: ScoreOrderResponse) =>
    reply.reasons.some((reason) => reason.code === code);
  const pieces = { items: [{ itemId: 'mug', quantity: 60, priceMinor: 50 }] };

  beforeAll(async () => {
    anomaly = await startAnomaly();
  });
  afterAll(async () => {
    await anomaly[Symbol.asyncDispose]();
  });

  it('begins with the rules that come with Cartwise', async () => {
    const reply = await rules<ListRulesResponse>('listRules');
    expect(reply.isDefault).toBe(true);
    expect(reply.rules.map(({ code }) => code)).toContain('CARD_TESTING_ON_DEVICE');
    expect((await score()).rulesVersion).toBe(reply.rulesVersion);
    await rules<PutRulesResponse>('putRules', { rules: reply.rules, replaceAll: true });
    expect((await rules<ListRulesResponse>('listRules')).isDefault).toBe(true);
  });

  it('says all that is wrong with rules, and where, before any is kept', async () => {
    const wrong = { ...RULE, when: 'quantity > 5 EUR', description: 'short' };
    const { problems } = await put(wrong, { dryRun: true });
    expect(problems).toEqual([{ index: 0, field: 'description', message: 'must be 10 characters or more' }]);
    const listless = { ...RULE, when: 'user in friends', subject: 'user' };
    expect((await put(listless, { dryRun: true })).problems).toEqual([
      { index: 0, field: 'subject', message: 'is the order itself: leave it out' },
      {
        index: 0,
        field: 'when',
        message: 'at character 9: there is no list "friends"; lists are allow, block, review',
      },
    ]);
    expect((await put(RULE, { dryRun: true })).problems).toEqual([]);
    const refused = await failure(put({ ...RULE, when: 'quantity > 5 EUR' }));
    expect(refused.details).toContain(
      'rules[0].when: at character 12: quantity is a number, 5 EUR is an amount of money',
    );
    expect((await rules<ListRulesResponse>('listRules')).isDefault).toBe(true);
  });

  it('takes a rule up without a restart, beside those that came with Cartwise', async () => {
    const { rules: kept } = await put(RULE, { author: 'eve' });
    expect(kept).toMatchObject([{ code: 'MANY_PIECES', version: 1, author: 'eve', mode: 'RULE_MODE_LIVE' }]);
    const reply = await scored('the rule fires', fires('MANY_PIECES'), pieces);
    expect(reply).toMatchObject({
      decision: Decision.DECISION_REVIEW,
      basis: DecisionBasis.DECISION_BASIS_EXPECTED_COST,
      baseScore: 0,
      reasons: [
        {
          code: 'MANY_PIECES',
          description: '60 pieces for 30.00 GBP',
          values: [
            { name: 'quantity', value: '60' },
            { name: 'user', value: 'u:ann' },
          ],
        },
      ],
      expectedCosts: { currency: 'GBP' },
    });
    const list = await rules<ListRulesResponse>('listRules');
    expect(list).toMatchObject({ isDefault: false, rulesVersion: reply.rulesVersion });
    expect(list.rules.map(({ code }) => code)).toContain('CARD_TESTING_ON_DEVICE');
  });

  it('keeps every version, and makes none where nothing changed', async () => {
    expect((await put(RULE)).rules).toMatchObject([{ version: 1, author: 'eve' }]);
    expect((await put({ ...RULE, score: 0.7 })).rules).toMatchObject([{ version: 2 }]);
    const history = await rules<ListRuleVersionsResponse>('listRuleVersions', { code: 'MANY_PIECES' });
    expect(history.versions.map(({ version, score: each }) => [version, each])).toEqual([
      [2, 0.7],
      [1, 0.6],
    ]);
    const { rule } = await rules<GetRuleResponse>('getRule', { code: 'MANY_PIECES' });
    expect(rule).toEqual(history.versions[0]);
  });

  it('watches a rule in shadow: it is told of and counted, and decides nothing', async () => {
    await put({ ...RULE, code: 'ANY_ORDER', when: 'lines > 0', score: 0.6, mode: 'RULE_MODE_SHADOW' });
    const reply = await scored('the rule is watched', ({ shadowRules }) => shadowRules.length > 0);
    expect(reply).toMatchObject({
      decision: Decision.DECISION_APPROVE,
      score: 0,
      shadowRules: [{ code: 'ANY_ORDER', decision: Decision.DECISION_REVIEW }],
    });
    const counted = await eventually('it is counted', async () => {
      const { counts } = await rules<ListRulesResponse>('listRules');
      return counts.find(({ code }) => code === 'ANY_ORDER');
    });
    expect(counted.firedInDay).toBeGreaterThan(0);
    expect(counted).toMatchObject({ firedInMonth: counted.firedInDay, changedInMonth: counted.firedInDay });
  });

  it('leaves somebody alone for a while', async () => {
    await put({ ...RULE, code: 'ANN_AGAIN', when: 'email_domain = "example.com"' });
    await scored('the rule fires', fires('ANN_AGAIN'));
    const untilMs = Date.now() + HOUR_MS;
    const snooze = { code: 'ANN_AGAIN', kind: 'card', value: 'fp-1', untilMs, reason: 'she called' };
    await rules('snoozeRule', { snooze });
    await scored('the rule is quiet', (reply) => !fires('ANN_AGAIN')(reply));
    expect(fires('ANN_AGAIN')(await score({ cardFingerprint: 'fp-2' }))).toBe(true);
    const { snoozes } = await rules<ListSnoozesResponse>('listSnoozes');
    expect(snoozes).toMatchObject([{ code: 'ANN_AGAIN', kind: 'card', untilMs, reason: 'she called' }]);
    // As it is told, it can be sent back.
    await rules('snoozeRule', { snooze: { ...snoozes[0], untilMs: 1 } });
    await scored('the rule fires again', fires('ANN_AGAIN'));
    expect((await rules<ListSnoozesResponse>('listSnoozes')).snoozes).toEqual([]);
    await rules('deleteRule', { code: 'ANN_AGAIN' });
    await scored('the rule is gone', (reply) => !fires('ANN_AGAIN')(reply));
  });

  it('declines who is blocked and lets through who is allowed, personal values as hashes', async () => {
    const entry = { list: 'block', kind: 'card', value: 'FP-9', reason: 'seen in a ring', author: 'eve' };
    const { entries } = await lists<PutEntriesResponse>('putEntries', { entries: [entry] });
    expect(entries).toMatchObject([{ kind: 'card', reason: 'seen in a ring', author: 'eve' }]);
    expect(entries[0]?.value).toMatch(/^hash:[0-9a-f]{32}$/);
    const ofThief = { cardFingerprint: 'fp-9' };
    const blocked = await scored('the card is blocked', fires('LIST_BLOCK'), ofThief);
    expect(blocked).toMatchObject({
      decision: Decision.DECISION_DECLINE,
      basis: DecisionBasis.DECISION_BASIS_LIST,
      reasons: [{ code: 'LIST_BLOCK', description: 'The card is on the block list: seen in a ring' }],
    });
    expect(blocked.alertId).not.toBe('');
    await lists('putEntries', { entries: [{ list: 'allow', kind: 'user', value: 'ann' }] });
    const allowed = await scored('she is allowed', fires('LIST_ALLOW'), pieces);
    expect(allowed).toMatchObject({ decision: Decision.DECISION_APPROVE, alertId: '' });
    expect(await score(ofThief)).toMatchObject({ decision: Decision.DECISION_DECLINE });
    expect(await lists<ListListsResponse>('listLists')).toMatchObject({
      lists: [
        { list: 'review', entries: 0 },
        { list: 'allow', entries: 1 },
        { list: 'block', entries: 1 },
      ],
    });
    const listed = await lists<ListEntriesResponse>('listEntries', { list: 'block', pageSize: 1 });
    expect(listed.entries).toEqual(entries);
    const next = { list: 'block', pageSize: 1, pageToken: listed.nextPageToken };
    expect((await lists<ListEntriesResponse>('listEntries', next)).entries).toEqual([]);
    const named = [{ list: 'allow', kind: 'user', value: 'ann' }, entries[0]];
    expect(await lists('deleteEntries', { entries: named })).toEqual({ deleted: 2 });
    await scored('she is as anybody', (reply) => !fires('LIST_ALLOW')(reply));
    await scored('the card is as any', (reply) => !fires('LIST_BLOCK')(reply), ofThief);
  });

  it("decides by the shop's costs, by thresholds where there are none", async () => {
    const { costs: assumed } = await anomaly.call<GetCostsResponse>('CostService', 'getCosts', {});
    expect(assumed).toMatchObject([{ currency: 'GBP', marginShare: 0.3, isDefault: true }]);
    const asked = await score({ ...pieces, total: { amountMinor: 3000, currency: 'JPY' } });
    expect(asked).toMatchObject({
      decision: Decision.DECISION_REVIEW,
      basis: DecisionBasis.DECISION_BASIS_THRESHOLDS,
      expectedCosts: null,
    });
    // Whoever is sure of a margin of nine tenths and pays a lot for a review lets small orders pass.
    const dear = { ...assumed[0], marginShare: 0.9, chargebackFeeMinor: 0, reviewMinuteMinor: 1_000 };
    await anomaly.call('CostService', 'putCosts', { costs: dear, author: 'eve' });
    const passed = await scored(
      'a review is too dear',
      ({ decision }) => decision === Decision.DECISION_APPROVE,
      pieces,
    );
    expect(passed.score).toBe(0.7);
    // 30.00 × 0.1 is lost to a fraud that passes.
    expect(passed.expectedCosts?.approveMinor).toBeCloseTo(0.7 * 300, 6);
    expect(passed.expectedCosts?.reviewMinor).toBeGreaterThan(5_000);
  });

  it('is replaced as a whole by an import, and keeps what it says already', async () => {
    const own = { ...RULE, score: 0.7 };
    const { rules: kept } = await put(own, { replaceAll: true });
    expect(kept).toMatchObject([{ code: 'MANY_PIECES', version: 2 }]);
    expect((await rules<ListRulesResponse>('listRules')).rules).toEqual(kept);
    await scored('no other rule is in force', ({ shadowRules }) => shadowRules.length === 0);
    const gone = await rules<ListRuleVersionsResponse>('listRuleVersions', { code: 'ANY_ORDER' });
    expect(gone.versions.map(({ deleted }) => deleted)).toEqual([true, false]);
    expect((await put({ ...RULE, code: 'ANY_ORDER' })).rules).toMatchObject([{ version: 3, deleted: false }]);
  });

  it('stands in the audit log with every change', async () => {
    const { entries } = await anomaly.call<ListAuditEntriesResponse>('AuditService', 'listAuditEntries', {
      pageSize: 500,
    });
    const actions = new Set(entries.map(({ action }) => action));
    for (const action of [
      'rule.added',
      'rule.changed',
      'rule.deleted',
      'rule.snoozed',
      'list.added',
      'list.removed',
      'costs.changed',
    ]) {
      expect(actions).toContain(action);
    }
  });

  it.each([
    ['RuleService', 'putRules', { rules: [{ ...RULE, code: 'bad' }] }, 'rules[0].code'],
    ['RuleService', 'putRules', { rules: [{ ...RULE, trigger: 0 }] }, 'rules[0].trigger'],
    ['RuleService', 'putRules', { rules: [RULE, RULE] }, 'rules[1].code'],
    ['RuleService', 'getRule', { code: 'bad' }, 'code'],
    ['RuleService', 'getRule', { code: 'NO_SUCH_RULE' }, 'code'],
    ['RuleService', 'deleteRule', { code: 'NO_SUCH_RULE' }, 'code'],
    ['RuleService', 'snoozeRule', {}, 'snooze'],
    [
      'RuleService',
      'snoozeRule',
      { snooze: { code: 'MANY_PIECES', kind: 'user', value: 'ann', untilMs: 4_000_000_000_000 } },
      'snooze.until_ms',
    ],
    ['ListService', 'putEntries', { entries: [] }, 'entries'],
    [
      'ListService',
      'putEntries',
      { entries: [{ list: 'Block', kind: 'user', value: 'a' }] },
      'entries[0].list',
    ],
    [
      'ListService',
      'putEntries',
      { entries: [{ list: 'block', kind: 'shoe', value: 'a' }] },
      'entries[0].kind',
    ],
    [
      'ListService',
      'putEntries',
      { entries: [{ list: 'block', kind: 'user', value: '' }] },
      'entries[0].value',
    ],
    [
      'ListService',
      'putEntries',
      { entries: [{ list: 'block', kind: 'card', value: 'hash:xyz' }] },
      'entries[0].value',
    ],
    [
      'ListService',
      'putEntries',
      { entries: [{ list: 'block', kind: 'user', value: 'a', expiresAtMs: 5 }] },
      'entries[0].expires_at_ms',
    ],
    ['ListService', 'listEntries', { list: 'block', pageToken: 'made-up' }, 'page_token'],
    ['CostService', 'putCosts', { costs: { currency: 'GBP', marginShare: 1.5 } }, 'costs.margin_share'],
    ['CostService', 'putCosts', { costs: { currency: 'pounds' } }, 'costs.currency'],
  ])('%s/%s names the field at fault', async (service, method, request, field) => {
    const error = await failure(anomaly.call(service, method, request));
    expect(error.metadata.get('cartwise-error-field').map((value) => decodeURI(String(value)))).toEqual([
      field,
    ]);
  });

  it.each([
    ['RuleService', 'listRules'],
    ['ListService', 'listLists'],
    ['CostService', 'getCosts'],
  ])('%s/%s is for admins', async (service, method) => {
    const error = await failure(anomaly.call(service, method, {}, SERVER_KEY));
    expect(error.metadata.get('cartwise-error-code')).toEqual(['PERMISSION_DENIED']);
  });

  it('is the same in a process that starts now', async () => {
    const { eventLog } = anomaly.infrastructure;
    const started = new LivePolicies(eventLog, await RuleSet.fromFile(RULES_FILE), silent);
    await started.onApplicationBootstrap();
    const { rulesVersion } = await rules<ListRulesResponse>('listRules');
    expect(started.of(TEST_SHOP_ID).rules.version).toBe(rulesVersion);
    expect(started.of('other' as ShopId).rules.judges('login')).toBe(true);
    await started.beforeApplicationShutdown();
  });
});

/** What a call is refused with. */
async function failure(work: Promise<unknown>): Promise<ServiceError> {
  try {
    await work;
  } catch (error) {
    // The client rejects with nothing else.
    return error as ServiceError;
  }
  throw new Error('it was answered');
}
