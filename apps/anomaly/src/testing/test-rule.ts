import { ruleSchema, type Rule, type WrittenRule } from '../rules/rule.ts';

/** A valid rule on orders; `fields` say what the test is about. */
export const testRule = (code: string, fields: Partial<WrittenRule> = {}): Rule =>
  ruleSchema().parse({
    code,
    description: `What rule ${code} says`,
    on: 'order',
    when: 'lines > 0',
    score: 0.5,
    ...fields,
  });
