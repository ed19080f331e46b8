import { ExpressionError, type Token } from '#contracts';
import type { Trigger } from '../situation.ts';
import { editDistance } from './edit-distance.ts';
import type { RuleField } from './rule-field.ts';
import { ruleFields } from './rule-fields.ts';

/** The field of a name. @throws ExpressionError that says which one may have been meant. */
export function findField({ text, position }: Pick<Token, 'text' | 'position'>, trigger: Trigger): RuleField {
  const field = ruleFields(trigger).get(text);
  if (field !== undefined) return field;
  const near = nearest(text, [...ruleFields(trigger).keys()]);
  const hint = near === undefined ? '' : `; did you mean "${near}"?`;
  throw new ExpressionError(position, `"${text}" is no field of a rule on ${trigger}${hint}`);
}

/** The name that differs in the fewest letters, if they are few. */
function nearest(text: string, names: readonly string[]): string | undefined {
  let [best, least] = [undefined as string | undefined, Math.max(2, text.length / 4)];
  for (const name of names) {
    const distance = editDistance(name, text);
    if (distance <= least && (best === undefined || distance < least)) [best, least] = [name, distance];
  }
  return best;
}
