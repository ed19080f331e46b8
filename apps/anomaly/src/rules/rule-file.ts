import { z } from 'zod';
import { ruleSchema } from './rule.ts';

export const RULES_MAX = 200;

const share = z.number().min(0).max(1);

/**
 * rules.yaml; its README beside it says what each part means. `lists` are the names of the shop's lists; without them a
 * condition may name any.
 */
export const ruleFileSchema = (lists?: ReadonlySet<string>) =>
  z
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
      rules: z.array(ruleSchema(lists)).min(1).max(RULES_MAX).readonly(),
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
export type RuleFile = z.infer<ReturnType<typeof ruleFileSchema>>;
/** What is decided by beside the rules. */
export type RuleSettings = Omit<RuleFile, 'rules'>;
