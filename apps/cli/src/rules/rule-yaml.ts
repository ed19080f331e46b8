import { parse, stringify } from 'yaml';
import { z } from 'zod';
import {
  FraudRule,
  RuleMode,
  type RuleOutcome,
  type RuleTrigger,
} from '#contracts/generated/cartwise/fraud/v1/rules';

const UNSET = 'unspecified';

/** A rule as a file has it; what it says is read by the service, which knows the fields and lists. */
const RuleInFile = z.strictObject({
  code: z.string(),
  description: z.string(),
  on: z.enum(['order', 'payment', 'login', 'signup', 'view']),
  subject: z.string().default(''),
  when: z.string(),
  score: z.number(),
  outcome: z.enum(['none', 'approve', 'review', 'decline']).default('none'),
  alert: z.boolean().default(false),
  reason: z.string().default(''),
  mode: z.enum(['live', 'shadow', 'off']).default('live'),
});

/** What rules.yaml holds beside rules is the installation's: a backtest tries it, a shop cannot change it. */
const SETTINGS = ['thresholds', 'quiet_hours', 'model'] as const;

const RulesInFile = z.strictObject({
  rules: z.array(RuleInFile).min(1),
  ...Object.fromEntries(SETTINGS.map((name) => [name, z.unknown().optional()])),
});

/** What a file of rules says. */
export interface RulesOfFile {
  readonly rules: readonly FraudRule[];
  /** Settings of the installation that it has too, by name. */
  readonly settings: readonly string[];
}

/** A YAML file as rules.yaml or `export` has it. Throws an Error that names every place at fault. */
export function readRuleYaml(text: string): RulesOfFile {
  const parsed = RulesInFile.safeParse(parse(text));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { rules, ...settings } = parsed.data;
  return { rules: rules.map(toMessage), settings: Object.keys(settings) };
}

const toMessage = ({ on, outcome, mode, ...rule }: z.infer<typeof RuleInFile>): FraudRule =>
  FraudRule.fromPartial({
    ...rule,
    // The words of a file are the names of the messages' values.
    trigger: valueOf('RULE_TRIGGER', on) as RuleTrigger,
    outcome: valueOf('RULE_OUTCOME', outcome === 'none' ? UNSET : outcome) as RuleOutcome,
    mode: valueOf('RULE_MODE', mode) as RuleMode,
  });

/** Rules as a file has them, without what the service sets. */
export function writeRuleYaml(rules: readonly FraudRule[]): string {
  const written = rules.map((rule) => ({
    code: rule.code,
    description: rule.description,
    ...(rule.reason === '' ? {} : { reason: rule.reason }),
    on: wordOf('RULE_TRIGGER', rule.trigger),
    ...(rule.subject === '' ? {} : { subject: rule.subject }),
    when: rule.when,
    score: rule.score,
    ...(wordOf('RULE_OUTCOME', rule.outcome) === UNSET
      ? {}
      : { outcome: wordOf('RULE_OUTCOME', rule.outcome) }),
    ...(rule.alert ? { alert: true } : {}),
    ...(rule.mode === RuleMode.RULE_MODE_LIVE ? {} : { mode: wordOf('RULE_MODE', rule.mode) }),
  }));
  return stringify({ rules: written }, { lineWidth: 120 });
}

const valueOf = (prefix: string, word: string): string => `${prefix}_${word.toUpperCase()}`;

/** "shadow" of "RULE_MODE_SHADOW". */
export const wordOf = (prefix: string, value: string): string => value.slice(prefix.length + 1).toLowerCase();
