import { describe, expect, it } from '@jest/globals';
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

describe('the rules file', () => {
  it('is valid as it is shipped, and its version is that of its text', async () => {
    const rules = await RuleSet.fromFile(RULES_FILE);
    expect(rules.version).toMatch(/^[0-9a-f]{12}$/);
    for (const trigger of ['order', 'payment', 'login', 'signup'] as const) {
      expect(rules.judges(trigger)).toBe(true);
    }
    expect(parse('on: order\nwhen: { fact: lines, op: gt, value: 1 }').version).not.toBe(rules.version);
  });

  it('fires the rules whose conditions hold, nested ones too', () => {
    const rules = parse(`on: order
when:
  all:
    - { fact: amount_minor, op: gte, value: 1000 }
    - any:
        - { fact: currency, op: eq, value: USD }
        - { fact: card_declines_1h, op: gt, value: 2 }`);
    const fires = (facts: Record<string, number | string | undefined>) =>
      rules.firing('order', facts).length === 1;
    expect(fires({ amount_minor: 1000, currency: 'USD', card_declines_1h: 0 })).toBe(true);
    expect(fires({ amount_minor: 1000, currency: 'GBP', card_declines_1h: 3 })).toBe(true);
    expect(fires({ amount_minor: 1000, currency: 'GBP', card_declines_1h: 2 })).toBe(false);
    expect(fires({ amount_minor: 999, currency: 'USD', card_declines_1h: 9 })).toBe(false);
    expect(rules.firing('payment', { amount_minor: 1000, currency: 'USD' })).toEqual([]);
  });

  it('never fires on what is not known, not even on being different', () => {
    const rules = parse('on: order\nwhen: { fact: card_country, op: ne, value: GB }');
    expect(rules.firing('order', { card_country: undefined })).toEqual([]);
    expect(rules.firing('order', { card_country: 'FR' })).toHaveLength(1);
  });

  it.each([
    [
      'a fact nobody knows',
      'on: order\nwhen: { fact: card_declins_1h, op: gt, value: 1 }',
      'rules[0].when.fact: card_declins_1h is not a fact of this trigger',
    ],
    [
      'a fact that the trigger does not have',
      'on: login\nsubject: ip\nwhen: { all: [{ fact: has_coupon, op: eq, value: 1 }] }',
      'rules[0].when.all[0].fact: has_coupon is not a fact of this trigger',
    ],
    [
      'a text where a number belongs',
      'on: order\nwhen: { fact: lines, op: gt, value: many }',
      'rules[0].when.value: lines is a number',
    ],
    [
      'an order of texts',
      'on: order\nwhen: { fact: currency, op: gt, value: GBP }',
      'rules[0].when.op: gt compares numbers, and currency is a text',
    ],
    [
      'an unknown comparison',
      'on: order\nwhen: { fact: lines, op: above, value: 1 }',
      'rules[0].when.op: Invalid option',
    ],
    [
      'a condition that is two at once',
      'on: order\nwhen: { fact: lines, op: gt, value: 1, any: [{ fact: lines, op: gt, value: 1 }] }',
      'rules[0].when: must have either all, or any, or fact with op and value',
    ],
    [
      'nobody to blame',
      'on: payment\nwhen: { fact: card_declines_1h, op: gt, value: 1 }',
      'rules[0].subject: is required with on: payment',
    ],
    [
      'a word that means nothing',
      'on: order\nwenn: 1\nwhen: { fact: lines, op: gt, value: 1 }',
      'rules[0]: Unrecognized key: "wenn"',
    ],
  ])('refuses %s and says where', (_, rule, message) => {
    expect(() => parse(rule)).toThrow(message);
  });

  it('names everything that is wrong at once, and the file', () => {
    const text = file('on: order\nwhen: { fact: lines, op: gt, value: 1 }')
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
