import type { Logic } from '#contracts';
import type { RuleSubject } from './rule-subject.ts';

/** Of a condition: it holds, it does not, or what it asks of is not known (Kleene's third value). */
export type Truth = boolean | undefined;
export type RulePredicate = (subject: RuleSubject) => Truth;

/** The predicate of a condition from those of its tests. */
export function predicateOf(logic: Logic<{ readonly holds: RulePredicate }>): RulePredicate {
  switch (logic.kind) {
    case 'test':
      return logic.test.holds;
    case 'not':
      return negate(predicateOf(logic.part));
    case 'and':
      return joined(logic.parts.map(predicateOf), false);
    case 'or':
      return anyOf(logic.parts.map(predicateOf));
  }
}

/** What is not known stays so. */
export const negate =
  (predicate: RulePredicate): RulePredicate =>
  (subject) => {
    const truth = predicate(subject);
    return truth === undefined ? undefined : !truth;
  };

export const anyOf = (parts: readonly RulePredicate[]): RulePredicate => joined(parts, true);

/** One part that is `decisive` decides; without one, a part that is not known leaves all unknown. */
function joined(parts: readonly RulePredicate[], decisive: boolean): RulePredicate {
  return (subject) => {
    let isKnown = true;
    for (const part of parts) {
      const truth = part(subject);
      if (truth === decisive) return decisive;
      if (truth === undefined) isKnown = false;
    }
    return isKnown ? !decisive : undefined;
  };
}
