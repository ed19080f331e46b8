import { z } from 'zod';
import { EXPRESSION_LENGTH_MAX, ExpressionError } from '#contracts';
import { ENTITY_KINDS } from '#ml';
import { parseCondition, type Condition } from './language/parse-condition.ts';
import { parseReason, type ReasonTemplate } from './reason-template.ts';
import { TRIGGERS } from './situation.ts';

/** A rule can make nobody a fraudster for certain, and a certain score would leave no share for other reasons. */
const RULE_SCORE_MAX = 0.99;

/** Mildest decision of an order on which it holds; "approve" overrides all but the block list. */
export const RULE_OUTCOMES = ['none', 'approve', 'review', 'decline'] as const;
export type RuleOutcome = (typeof RULE_OUTCOMES)[number];

/** In shadow a rule is evaluated and counted, and decides nothing. */
export const RULE_MODES = ['live', 'shadow', 'off'] as const;
export type RuleMode = (typeof RULE_MODES)[number];

export const RuleCode = z.string().regex(/^[A-Z][A-Z0-9_]{2,63}$/, 'must be capitals, digits and "_"');

/** A rule as it is written. */
const WrittenRule = z
  .strictObject({
    code: RuleCode,
    /** For the analyst. */
    description: z.string().min(10, 'must be 10 characters or more').max(200),
    on: z.enum(TRIGGERS),
    /** Whom the alert is about; an order's alert is about the order. */
    subject: z.enum(ENTITY_KINDS).optional(),
    when: z.string().min(1, 'is required').max(EXPRESSION_LENGTH_MAX),
    score: z.number().min(0).max(RULE_SCORE_MAX),
    outcome: z.enum(RULE_OUTCOMES).default('none'),
    /** Raises an alert even where the decision is to approve. */
    alert: z.boolean().default(false),
    /** Of the reason, with fields in braces; the description where there is none. */
    reason: z.string().min(10, 'must be 10 characters or more').max(300).optional(),
    mode: z.enum(RULE_MODES).default('live'),
  })
  .readonly();
export type WrittenRule = z.infer<typeof WrittenRule>;

/** A rule that was read: its condition and its reason are ready. */
export interface Rule extends WrittenRule {
  readonly condition: Condition;
  readonly sentence: ReasonTemplate;
}

/** Reads a rule. `lists` are the names of the shop's lists; without them a condition may name any. */
export const ruleSchema = (lists?: ReadonlySet<string>): z.ZodType<Rule> =>
  WrittenRule.transform((rule, context): Rule => {
    const report = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (rule.on === 'order' && rule.subject !== undefined) {
      report('subject', 'is the order itself: leave it out');
    }
    if (rule.on !== 'order' && rule.subject === undefined) {
      report('subject', `is required with on: ${rule.on}`);
    }
    /** What is written in a language has its error at a position. */
    const read = <T>(path: string, parse: () => T): T => {
      try {
        return parse();
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        report(path, error.message);
        return z.NEVER;
      }
    };
    return {
      ...rule,
      condition: read('when', () => parseCondition(rule.when, { trigger: rule.on, lists })),
      sentence: read('reason', () => parseReason(rule.reason ?? rule.description, rule.on)),
    };
  });
