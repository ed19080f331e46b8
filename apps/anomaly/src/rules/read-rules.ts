import type { FraudRule, RuleProblem } from '#contracts/generated/cartwise/fraud/v1/rules';
import { writtenOf } from './rule-message.ts';
import { ruleSchema, type Rule } from './rule.ts';

/** Rules as they came, read with the names of the shop's lists; or all that is wrong with them. */
export function readRules(
  messages: readonly FraudRule[],
  lists: ReadonlySet<string>,
): { readonly rules: readonly Rule[]; readonly problems: readonly RuleProblem[] } {
  const schema = ruleSchema(lists);
  const rules: Rule[] = [];
  const problems: RuleProblem[] = [];
  for (const [index, message] of messages.entries()) {
    const parsed = schema.safeParse(writtenOf(message));
    if (!parsed.success) {
      problems.push(
        ...parsed.error.issues.map((issue) => ({
          index,
          field: fieldOf(issue.path),
          message: issue.message,
        })),
      );
    } else if (rules.some(({ code }) => code === parsed.data.code)) {
      problems.push({ index, field: 'code', message: `${parsed.data.code} is there twice` });
    } else {
      rules.push(parsed.data);
    }
  }
  return { rules, problems };
}

/** As the message has it: what a rule is `on` is its trigger there. */
function fieldOf(path: readonly PropertyKey[]): string {
  const name = path.map(String).join('.');
  return name === 'on' ? 'trigger' : name;
}
