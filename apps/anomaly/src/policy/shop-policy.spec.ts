import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PolicyRecord } from '#contracts/generated/cartwise/fraud/v1/policy';
import { toRuleMessage } from '../rules/rule-message.ts';
import { RULES_FILE, RuleSet } from '../rules/rule-set.ts';
import { testRule } from '../testing/test-rule.ts';
import { policyKey } from './policy-key.ts';
import { ShopPolicy } from './shop-policy.ts';

const NOW_MS = 1_764_000_000_000;

describe('the policy of a shop', () => {
  let defaults: RuleSet;
  let policy: ShopPolicy;

  const take = (fields: Parameters<typeof PolicyRecord.fromPartial>[0]) => {
    const record = PolicyRecord.fromPartial(fields);
    policy.apply(policyKey(record), record);
  };
  const drop = (fields: Parameters<typeof PolicyRecord.fromPartial>[0]) =>
    policy.apply(policyKey(PolicyRecord.fromPartial(fields)), null);
  const codes = () => policy.rules.rules.map(({ code }) => code);

  beforeAll(async () => {
    defaults = await RuleSet.fromFile(RULES_FILE);
  });
  beforeEach(() => {
    policy = new ShopPolicy(defaults);
  });

  it('has the rules that come with Cartwise until it has its own, be they none', () => {
    expect(policy.rules).toBe(defaults);
    take({ rule: toRuleMessage(testRule('RULE_B')) });
    take({ rule: toRuleMessage(testRule('RULE_A')) });
    take({ ownRules: { revision: 1 } });
    expect(codes()).toEqual(['RULE_A', 'RULE_B']);
    drop({ rule: { code: 'RULE_A' } });
    drop({ rule: { code: 'RULE_B' } });
    expect(codes()).toEqual([]);
    expect(policy.rules.settings).toEqual(defaults.settings);
  });

  it('reads a rule once, and keeps the version while nothing changes', () => {
    take({ ownRules: { revision: 1 }, rule: toRuleMessage(testRule('RULE_A')) });
    take({ ownRules: { revision: 1 } });
    const { rules } = policy;
    expect(policy.rules).toBe(rules);
    take({ rule: toRuleMessage(testRule('RULE_A', { score: 0.6 })) });
    expect(policy.rules.version).not.toBe(rules.version);
  });

  it('keeps every part of a rule as it was written', () => {
    const rule = testRule('RULE_A', {
      on: 'payment',
      subject: 'card',
      when: 'card_declines_1h > 2',
      reason: '{card_declines_1h} declines',
      outcome: 'decline',
      mode: 'shadow',
      alert: true,
    });
    take({ ownRules: { revision: 1 } });
    take({ rule: toRuleMessage(rule) });
    expect(JSON.stringify(policy.rules.rules)).toBe(JSON.stringify([rule]));
  });

  it('leaves the rule before in place of one that it cannot read', () => {
    take({ rule: toRuleMessage(testRule('RULE_A')) });
    take({ ownRules: { revision: 1 } });
    const bad = { ...toRuleMessage(testRule('RULE_A')), when: 'weather = "rain"' };
    expect(() => take({ rule: bad })).toThrow('rule.when: at character 1: "weather" is no field');
    expect(policy.rules.rules[0]?.when).toBe('lines > 0');
  });

  it('knows who is on which list, until they expire or are taken off', () => {
    const entry = {
      list: 'block',
      kind: 'email_domain',
      value: 'spam.example',
      expiresAtMs: NOW_MS,
      reason: 'spam',
    };
    const values = [{ kind: 'email_domain', value: 'Spam.Example' }] as const;
    take({ listEntry: entry });
    expect(policy.lists.listing('block', values, NOW_MS - 1)?.reason).toBe('spam');
    expect(policy.lists.listing('allow', values, NOW_MS - 1)).toBeUndefined();
    expect(policy.lists.listing('block', values, NOW_MS)).toBeUndefined();
    take({ listEntry: { ...entry, expiresAtMs: 0 } });
    expect(policy.lists.isListed('block', 'email_domain', 'spam.example', NOW_MS)).toBe(true);
    drop({ listEntry: entry });
    expect(policy.lists.isListed('block', 'email_domain', 'spam.example', NOW_MS)).toBe(false);
  });

  it('leaves alone for a while whom a rule is told to', () => {
    const network = '10.0.1.0/24';
    const snooze = { code: 'RULE_A', kind: 'network', value: network, untilMs: NOW_MS };
    const snoozed = (code: string, atMs: number) =>
      policy.isSnoozed(
        code,
        [
          { kind: 'user', value: 'u:ann' },
          { kind: 'network', value: network },
        ],
        atMs,
      );
    take({ snooze });
    expect(snoozed('RULE_A', NOW_MS - 1)).toBe(true);
    expect(snoozed('RULE_B', NOW_MS - 1)).toBe(false);
    expect(snoozed('RULE_A', NOW_MS)).toBe(false);
    drop({ snooze });
    expect(snoozed('RULE_A', NOW_MS - 1)).toBe(false);
  });

  it('has the costs of the shop, else those assumed of the currency, else none', () => {
    expect(policy.costsIn('GBP')).toMatchObject({ isDefault: true });
    expect(policy.costsIn('JPY')).toBeUndefined();
    take({ costs: { currency: 'JPY', chargebackFeeMinor: 2_000 } });
    expect(policy.costsIn('JPY')).toMatchObject({ chargebackFeeMinor: 2_000, isDefault: false });
    drop({ costs: { currency: 'JPY' } });
    expect(policy.costsIn('JPY')).toBeUndefined();
  });

  it('passes what a newer Cartwise may have written', () => {
    expect(() => policy.apply('weather/rain', PolicyRecord.fromPartial({}))).not.toThrow();
    expect(() => policy.apply('weather/rain', null)).not.toThrow();
  });
});
