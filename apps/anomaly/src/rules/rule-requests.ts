import { z } from 'zod';
import { EpochMs } from '#contracts';
import type { FraudRule } from '#contracts/generated/cartwise/fraud/v1/rules';
import { LIST_KINDS } from '../lists/list-kind.ts';
import { RULES_MAX } from './rule-file.ts';
import { RuleCode } from './rule.ts';

/** Whoever a person is, in a few words; empty for whoever holds the API key. */
const Author = z.string().max(100);

/** A rule is read later, with the shop's lists. */
const RuleMessage = z.custom<FraudRule>((value) => typeof value === 'object' && value !== null);

export const PutRulesFields = z.object({
  rules: z.array(RuleMessage).max(RULES_MAX),
  replaceAll: z.boolean(),
  dryRun: z.boolean(),
  author: Author,
});
export type PutRulesFields = z.infer<typeof PutRulesFields>;

export const RuleCodeFields = z.object({ code: RuleCode });
export const DeleteRuleFields = z.object({ code: RuleCode, author: Author });

export const SnoozeRuleFields = z.object({
  snooze: z.object(
    {
      code: RuleCode,
      kind: z.enum(LIST_KINDS, { error: `must be one of ${LIST_KINDS.join(', ')}` }),
      value: z.string().min(1, 'is required').max(256),
      untilMs: EpochMs,
      reason: z.string().max(300),
      author: Author,
    },
    { error: 'is required' },
  ),
});
export type SnoozeRuleFields = z.infer<typeof SnoozeRuleFields>;
