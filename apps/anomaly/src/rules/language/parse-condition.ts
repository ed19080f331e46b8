import { parseLogic, testsOf } from '#contracts';
import type { Trigger } from '../situation.ts';
import { TestParser } from './test-parser.ts';
import { predicateOf, type RulePredicate } from './truth.ts';

/** A condition that was read. */
export interface Condition {
  readonly holds: RulePredicate;
  /** Names of the fields it speaks of, each once. */
  readonly fields: readonly string[];
}

/** What a condition is read for. */
export interface ConditionContext {
  readonly trigger: Trigger;
  /** Names of the shop's lists; undefined where any name will do. */
  readonly lists?: ReadonlySet<string> | undefined;
}

/**
 * Reads the condition of a rule. What a test asks of may not be known; then the test is neither true nor false, nor is
 * its negation, and a condition that depends on it does not hold.
 *
 * @throws ExpressionError that says where the text is at fault.
 */
export function parseCondition(text: string, { trigger, lists }: ConditionContext): Condition {
  const logic = parseLogic(text, (reader) => new TestParser(reader, trigger, lists).read());
  return {
    holds: predicateOf(logic),
    fields: [...new Set(testsOf(logic).flatMap(({ fields }) => fields))],
  };
}
