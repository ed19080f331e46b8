import { describe, expect, it } from '@jest/globals';
import type { RuleSubject } from './language/rule-subject.ts';
import { RULES_FILE, RuleSet } from './rule-set.ts';

const file = (rule: string) => `
thresholds: { review: 0.5, decline: 0.9 }
quiet_hours: 6
model: { starts_at: 0.99, score_max: 0.7 }
rules:
  - code: A_RULE
    description: What an analyst reads
    score: 0.5
${rule.replaceAll(/^/gm, '    ')}`;

const parse = (rule: string) => RuleSet.parse(file(rule), 'rules.yaml');
type FactValues = Readonly<Record<string, number | string | undefined>>;
const subject = (facts: FactValues): RuleSubject => ({
  facts: (name) => facts[name],
  entities: {},
  currency: undefined,
  isListed: () => false,
});

describe('the rules file', () => {
  it('is valid as it is shipped, and its version is that of its text', async () => {
    const rules = await RuleSet.fromFile(RULES_FILE);
    expect(rules.version).toMatch(/^[0-9a-f]{12}$/);
    for (const trigger of ['order', 'payment', 'login', 'signup', 'view'] as const) {
      expect(rules.judges(trigger)).toBe(true);
    }
    expect(parse('on: order\nwhen: lines > 1').version).not.toBe(rules.version);
  });

  it('leaves alone whose account was taken over, on a device of their own, and no device that was charged back', async () => {
    const rules = await RuleSet.fromFile(RULES_FILE);
    const codes = (facts: FactValues, entities: RuleSubject['entities'] = { device: 'phone' }) =>
      rules.firing('order', { ...subject(facts), entities }).live.map(({ code }) => code);
    const none = { user_chargebacks_30d: 0, device_chargebacks_30d: 0, address_chargebacks_30d: 0 };
    const victim = { ...none, user_chargebacks_30d: 1 };
    // Yes is 1, as features are.
    expect(codes({ ...victim, device_new_for_user: 0 })).toEqual([]);
    expect(codes({ ...victim, device_new_for_user: 1 })).toEqual(['LINKED_TO_CHARGEBACK']);
    expect(codes({ ...victim, device_new_for_user: 0 }, {})).toEqual(['LINKED_TO_CHARGEBACK']);
    expect(codes({ ...none, device_chargebacks_30d: 1, device_new_for_user: 0 })).toEqual([
      'LINKED_TO_CHARGEBACK',
    ]);
  });

  it('fires the rules whose conditions hold', () => {
    const rules = parse(`on: order
when: amount_minor >= 1000 and (currency = "USD" or card_declines_1h > 2)`);
    const fires = (facts: FactValues) => rules.firing('order', subject(facts)).live.length === 1;
    expect(fires({ amount_minor: 1000, currency: 'USD', card_declines_1h: 0 })).toBe(true);
    expect(fires({ amount_minor: 1000, currency: 'GBP', card_declines_1h: 3 })).toBe(true);
    expect(fires({ amount_minor: 1000, currency: 'GBP', card_declines_1h: 2 })).toBe(false);
    expect(fires({ amount_minor: 999, currency: 'USD', card_declines_1h: 9 })).toBe(false);
    expect(rules.firing('payment', subject({ amount_minor: 1000, currency: 'USD' })).live).toEqual([]);
  });

  it('never fires on what is not known, not even on being different', () => {
    const rules = parse('on: order\nwhen: card_country != "GB"');
    expect(rules.firing('order', subject({ card_country: undefined })).live).toEqual([]);
    expect(rules.firing('order', subject({ card_country: 'FR' })).live).toHaveLength(1);
  });

  it('keeps what is in shadow apart, and asks nothing that is off or snoozed', () => {
    const firing = (mode: string, isSnoozed?: (code: string) => boolean) =>
      parse(`on: order\nwhen: lines > 1\nmode: ${mode}`).firing('order', subject({ lines: 2 }), isSnoozed);
    expect(firing('shadow')).toMatchObject({ live: [], shadow: [{ code: 'A_RULE' }] });
    expect(firing('live')).toMatchObject({ live: [{ code: 'A_RULE' }], shadow: [] });
    expect(firing('live', (code) => code === 'A_RULE')).toEqual({ live: [], shadow: [] });
    expect(firing('off')).toEqual({ live: [], shadow: [] });
    expect(parse('on: order\nwhen: lines > 1\nmode: "off"').judges('order')).toBe(false);
  });

  it('has another version when another rule says something else', async () => {
    const rules = await RuleSet.fromFile(RULES_FILE);
    const same = rules.with(rules.rules);
    expect(rules.with([...rules.rules]).version).toBe(same.version);
    expect(rules.with(rules.rules.slice(1)).version).not.toBe(same.version);
  });

  it.each([
    [
      'a field nobody knows',
      'on: order\nwhen: card_declins_1h > 1',
      'rules[0].when: at character 1: "card_declins_1h" is no field of a rule on order; did you mean "card_declines_1h"?',
    ],
    [
      'a field that the trigger does not have',
      'on: login\nsubject: ip\nwhen: has_coupon',
      'rules[0].when: at character 1: "has_coupon" is no field of a rule on login',
    ],
    [
      'a text where a number belongs',
      'on: order\nwhen: lines > "many"',
      'rules[0].when: at character 9: lines is a number, "many" is a text',
    ],
    [
      'an unknown comparison',
      'on: order\nwhen: lines above 1',
      'rules[0].when: at character 7: expected =, !=, <, <=, >, >=, "in" or "is", found "above"',
    ],
    ['an empty condition', 'on: order\nwhen: ""', 'rules[0].when: is required'],
    [
      'a reason with a field nobody knows',
      'on: order\nwhen: lines > 1\nreason: "as many as {line}"',
      'rules[0].reason: at character 13: "line" is no field of a rule on order; did you mean "lines"?',
    ],
    [
      'an outcome that is none',
      'on: order\nwhen: lines > 1\noutcome: reject',
      'rules[0].outcome: Invalid option',
    ],
    [
      'nobody to blame',
      'on: payment\nwhen: card_declines_1h > 1',
      'rules[0].subject: is required with on: payment',
    ],
    [
      'a word that means nothing',
      'on: order\nwenn: 1\nwhen: lines > 1',
      'rules[0]: Unrecognized key: "wenn"',
    ],
  ])('refuses %s and says where', (_, rule, message) => {
    expect(() => parse(rule)).toThrow(message);
  });

  it('names everything that is wrong at once, and the file', () => {
    const text = file('on: order\nwhen: lines > 1')
      .replace('review: 0.5', 'review: 0.95')
      .replace('score_max: 0.7', 'score_max: 0.9');
    expect(() => RuleSet.parse(text, 'rules.yaml')).toThrow(
      'rules.yaml:\n  thresholds.review: must be below thresholds.decline\n' +
        '  model.score_max: must be below thresholds.decline: the model alone never declines',
    );
  });

  it('refuses what is not YAML', () => {
    expect(() => RuleSet.parse('rules: [', 'rules.yaml')).toThrow('rules.yaml: ');
  });
});
