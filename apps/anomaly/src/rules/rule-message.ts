import { FraudRule, RuleMode, RuleOutcome, RuleTrigger } from '#contracts/generated/cartwise/fraud/v1/rules';
import type { RuleMode as Mode, RuleOutcome as Outcome, WrittenRule } from './rule.ts';
import type { Trigger } from './situation.ts';

const TRIGGERS: Readonly<Record<Trigger, RuleTrigger>> = {
  order: RuleTrigger.RULE_TRIGGER_ORDER,
  payment: RuleTrigger.RULE_TRIGGER_PAYMENT,
  login: RuleTrigger.RULE_TRIGGER_LOGIN,
  signup: RuleTrigger.RULE_TRIGGER_SIGNUP,
  view: RuleTrigger.RULE_TRIGGER_VIEW,
};
const OUTCOMES: Readonly<Record<Outcome, RuleOutcome>> = {
  none: RuleOutcome.RULE_OUTCOME_UNSPECIFIED,
  approve: RuleOutcome.RULE_OUTCOME_APPROVE,
  review: RuleOutcome.RULE_OUTCOME_REVIEW,
  decline: RuleOutcome.RULE_OUTCOME_DECLINE,
};
const MODES: Readonly<Record<Mode, RuleMode>> = {
  live: RuleMode.RULE_MODE_LIVE,
  shadow: RuleMode.RULE_MODE_SHADOW,
  off: RuleMode.RULE_MODE_OFF,
};

/** The rule as a message, without what the service sets. */
export function toRuleMessage(rule: WrittenRule): FraudRule {
  return FraudRule.fromPartial({
    code: rule.code,
    description: rule.description,
    trigger: TRIGGERS[rule.on],
    subject: rule.subject ?? '',
    when: rule.when,
    score: rule.score,
    outcome: OUTCOMES[rule.outcome],
    alert: rule.alert,
    reason: rule.reason ?? '',
    mode: MODES[rule.mode],
  });
}

/** What a message says, to be read by ruleSchema. */
export function writtenOf(message: FraudRule): Readonly<Record<string, unknown>> {
  const { code, description, subject, when, score, alert, reason } = message;
  return {
    code,
    description,
    on: nameOf(TRIGGERS, message.trigger),
    ...(subject === '' ? {} : { subject }),
    when,
    score,
    outcome: nameOf(OUTCOMES, message.outcome),
    alert,
    ...(reason === '' ? {} : { reason }),
    mode: message.mode === RuleMode.RULE_MODE_UNSPECIFIED ? 'live' : nameOf(MODES, message.mode),
  };
}

const nameOf = (messages: Readonly<Record<string, string>>, value: string): string | undefined =>
  Object.keys(messages).find((name) => messages[name] === value);
