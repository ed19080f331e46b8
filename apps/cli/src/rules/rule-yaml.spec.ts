import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PROJECT_ROOT } from '#service';
import { readRuleYaml, writeRuleYaml } from './rule-yaml.ts';

const RULE = `
rules:
  - code: A_RULE
    description: What an analyst reads
    on: payment
    subject: card
    when: card_declines_1h > 2
    score: 0.5
    outcome: decline
    alert: true
    mode: shadow
    reason: "{card_declines_1h} declines"
`;

describe('a file of rules', () => {
  it('is read into messages and written back as it was', () => {
    const { rules, settings } = readRuleYaml(RULE);
    expect(settings).toEqual([]);
    expect(rules).toMatchObject([
      {
        code: 'A_RULE',
        trigger: 'RULE_TRIGGER_PAYMENT',
        subject: 'card',
        outcome: 'RULE_OUTCOME_DECLINE',
        mode: 'RULE_MODE_SHADOW',
      },
    ]);
    expect(readRuleYaml(writeRuleYaml(rules))).toEqual({ rules, settings: [] });
  });

  it('may be the one that comes with Cartwise', () => {
    const shipped = readFileSync(path.join(PROJECT_ROOT, 'apps/anomaly/rules/rules.yaml'), 'utf8');
    const { rules, settings } = readRuleYaml(shipped);
    expect(settings).toEqual(['thresholds', 'quiet_hours', 'model']);
    expect(rules.length).toBeGreaterThan(20);
    expect(readRuleYaml(writeRuleYaml(rules))).toEqual({ rules, settings: [] });
  });

  it.each([
    ['a word that means nothing', RULE.replace('when:', 'wenn:'), 'rules[0]'],
    ['a trigger that is none', RULE.replace('payment', 'weather'), 'rules[0].on'],
    ['a setting that is none', `threshold: 1${RULE}`, 'threshold'],
    ['no rules', 'rules: []', 'rules'],
  ])('with %s is refused', (_, text, place) => {
    expect(() => readRuleYaml(text)).toThrow(place);
  });
});
