import { z } from 'zod';
import { ENTITY_KINDS } from '#ml';
import { Condition, conditionFaults } from './condition.ts';
import { factKinds } from './facts.ts';
import { TRIGGERS } from './situation.ts';

/** A rule can make nobody a fraudster for certain, and a certain score would leave no share for other reasons. */
const RULE_SCORE_MAX = 0.99;
const RULES_MAX = 200;

const Rule = z
  .strictObject({
    code: z.string().regex(/^[A-Z][A-Z0-9_]{2,63}$/, 'must be capitals, digits and "_"'),
    /** For the analyst. */
    description: z.string().min(10).max(200),
    on: z.enum(TRIGGERS),
    /** Whom the alert is about; an order's alert is about the order. */
    subject: z.enum(ENTITY_KINDS).optional(),
    when: Condition,
    score: z.number().min(0).max(RULE_SCORE_MAX),
    /** The mildest decision once the rule fires; without it the score alone decides. */
    decision: z.enum(['review', 'decline']).optional(),
    /** Raises an alert even where the decision is to approve. */
    alert: z.boolean().default(false),
  })
  .superRefine((rule, context) => {
    if (rule.on === 'order' && rule.subject !== undefined) {
      context.addIssue({ code: 'custom', path: ['subject'], message: 'is the order itself: leave it out' });
    }
    if (rule.on !== 'order' && rule.subject === undefined) {
      context.addIssue({ code: 'custom', path: ['subject'], message: `is required with on: ${rule.on}` });
    }
    for (const { path, message } of conditionFaults(rule.when, factKinds(rule.on), ['when'])) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  })
  .readonly();
export type Rule = z.infer<typeof Rule>;

const share = z.number().min(0).max(1);

/** rules.yaml; its README beside it says what each part means. */
export const RuleFile = z
  .strictObject({
    /** Scores at or above these are reviewed or declined. */
    thresholds: z.strictObject({ review: share, decline: share }).readonly(),
    /** After an alert, further ones on the same subject stay quiet for so long. */
    quiet_hours: z.number().positive().max(168),
    model: z
      .strictObject({
        /** Orders stranger than this share of the training orders begin to count. */
        starts_at: share,
        /** The score of the strangest. */
        score_max: share,
      })
      .readonly(),
    rules: z.array(Rule).min(1).max(RULES_MAX).readonly(),
  })
  .superRefine((file, context) => {
    if (file.thresholds.review >= file.thresholds.decline) {
      context.addIssue({
        code: 'custom',
        path: ['thresholds', 'review'],
        message: 'must be below thresholds.decline',
      });
    }
    if (file.model.score_max >= file.thresholds.decline) {
      context.addIssue({
        code: 'custom',
        path: ['model', 'score_max'],
        message: 'must be below thresholds.decline: the model alone never declines',
      });
    }
    const codes = new Set<string>();
    for (const [i, { code }] of file.rules.entries()) {
      if (codes.has(code)) {
        context.addIssue({ code: 'custom', path: ['rules', i, 'code'], message: `${code} is used twice` });
      }
      codes.add(code);
    }
  })
  .readonly();
export type RuleFile = z.infer<typeof RuleFile>;
