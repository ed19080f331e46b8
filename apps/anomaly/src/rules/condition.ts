import { z } from 'zod';
import type { Facts } from '#ml';

const COMPARISONS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] as const;
type Comparison = (typeof COMPARISONS)[number];
/** Order is for numbers; texts are equal or not. */
const TEXT_COMPARISONS: ReadonlySet<Comparison> = new Set<Comparison>(['eq', 'ne']);

/** A comparison of one fact, or several conditions of which all or any must hold. */
export interface Condition {
  readonly all?: readonly Condition[] | undefined;
  readonly any?: readonly Condition[] | undefined;
  readonly fact?: string | undefined;
  readonly op?: Comparison | undefined;
  readonly value?: number | string | undefined;
}

const CONDITIONS_MAX = 20;

/** One shape with optional parts instead of a union: a union could only say that nothing fits. */
export const Condition: z.ZodType<Condition> = z
  .strictObject({
    get all() {
      return z.array(Condition).min(1).max(CONDITIONS_MAX).readonly().optional();
    },
    get any() {
      return z.array(Condition).min(1).max(CONDITIONS_MAX).readonly().optional();
    },
    fact: z.string().optional(),
    op: z.enum(COMPARISONS).optional(),
    value: z.union([z.number(), z.string()], { error: 'must be a number or a text' }).optional(),
  })
  .superRefine((condition, context) => {
    const { all, any, fact, op, value } = condition;
    const isComparison = fact !== undefined && op !== undefined && value !== undefined;
    const shapes = [all !== undefined, any !== undefined, isComparison].filter(Boolean).length;
    const isMixed = !isComparison && (fact !== undefined || op !== undefined || value !== undefined);
    if (shapes !== 1 || isMixed) {
      context.addIssue({
        code: 'custom',
        message: 'must have either all, or any, or fact with op and value',
      });
    }
  });

/** Something wrong with a comparison: which part of it and why. */
export interface ConditionFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Comparisons that can never make sense, given what the facts are. */
export function conditionFaults(
  condition: Condition,
  kinds: ReadonlyMap<string, 'number' | 'text'>,
  path: readonly (string | number)[],
): readonly ConditionFault[] {
  const nested = [
    ...(condition.all ?? []).map((each, i) => conditionFaults(each, kinds, [...path, 'all', i])),
    ...(condition.any ?? []).map((each, i) => conditionFaults(each, kinds, [...path, 'any', i])),
  ].flat();
  const { fact, op, value } = condition;
  if (fact === undefined || op === undefined || value === undefined) return nested;
  const kind = kinds.get(fact);
  if (kind === undefined)
    return [{ path: [...path, 'fact'], message: `${fact} is not a fact of this trigger` }];
  if (kind === 'number' && typeof value !== 'number') {
    return [{ path: [...path, 'value'], message: `${fact} is a number` }];
  }
  if (kind === 'text' && typeof value !== 'string') {
    return [{ path: [...path, 'value'], message: `${fact} is a text` }];
  }
  if (kind === 'text' && !TEXT_COMPARISONS.has(op)) {
    return [{ path: [...path, 'op'], message: `${op} compares numbers, and ${fact} is a text` }];
  }
  return [];
}

/** Whether it holds. A comparison with a fact that is not known never does. */
export function holds(condition: Condition, facts: Facts): boolean {
  const { all, any, fact, op, value } = condition;
  if (all !== undefined) return all.every((each) => holds(each, facts));
  if (any !== undefined) return any.some((each) => holds(each, facts));
  const actual = fact === undefined ? undefined : facts[fact];
  if (op === undefined || value === undefined || actual === undefined) return false;
  return compare(op, actual, value);
}

function compare(op: Comparison, actual: number | string, value: number | string): boolean {
  switch (op) {
    case 'eq':
      return actual === value;
    case 'ne':
      return actual !== value;
    case 'gt':
      return actual > value;
    case 'gte':
      return actual >= value;
    case 'lt':
      return actual < value;
    case 'lte':
      return actual <= value;
  }
}
