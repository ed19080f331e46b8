import { ExpressionError } from '#contracts';
import type { Operand } from './operand.ts';
import type { RulePredicate } from './truth.ts';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/**
 * Whether the two stand in this relation. One that is not known is in no relation to anything, not even in that of being
 * different. @throws ExpressionError where the two do not go together.
 */
export function compare(left: Operand, operator: Operator, right: Operand): RulePredicate {
  const [a, b] = [left.value, right.value];
  const id = [left, right].find(({ value }) => value.kind === 'entity');
  if (id !== undefined)
    throw new ExpressionError(id.position, `${id.text} is an id: ask whether it is in a list`);
  if (a.kind !== b.kind) throw new ExpressionError(right.position, mismatch(left, right));
  if (a.kind === 'money' && b.kind === 'money') return numbers(operator, a.read, b.read);
  if (a.kind === 'number' && b.kind === 'number') return sameUnit(left, a, operator, right, b);
  if (operator !== '=' && operator !== '!=') {
    throw new ExpressionError(
      right.position,
      `${left.text} is ${WORDS[a.kind]}: "${operator}" compares numbers`,
    );
  }
  const isSame = operator === '=';
  return (subject) => {
    const [x, y] = [a.read(subject), b.read(subject)];
    if (x === undefined || y === undefined) return undefined;
    return (fold(x) === fold(y)) === isSame;
  };
}

const WORDS: Readonly<Record<Operand['value']['kind'], string>> = {
  number: 'a number',
  money: 'an amount of money',
  'yes-no': 'yes or no',
  text: 'a text',
  entity: 'an id',
};

function mismatch(left: Operand, right: Operand): string {
  const is = `${left.text} is ${WORDS[left.value.kind]}`;
  if (left.value.kind === 'money' && right.value.kind === 'number') {
    return `${is}: say the currency, such as ${right.text} EUR`;
  }
  return `${is}, ${right.text} is ${WORDS[right.value.kind]}`;
}

type NumberValue = Extract<Operand['value'], { kind: 'number' }>;

/** A number without a unit is taken in the unit of the other side. */
function sameUnit(
  left: Operand,
  a: NumberValue,
  operator: Operator,
  right: Operand,
  b: NumberValue,
): RulePredicate {
  const [unitA, unitB] = [unitOf(a), unitOf(b)];
  if (unitA !== unitB) {
    const bare = (operand: Operand, unit: string) => !operand.isField && unit === 'a count';
    if (!bare(left, unitA) && !bare(right, unitB)) {
      throw new ExpressionError(right.position, `${left.text} is ${unitA}, ${right.text} is ${unitB}`);
    }
  }
  const msA = a.msPerUnit ?? b.msPerUnit;
  const msB = b.msPerUnit ?? a.msPerUnit;
  if (msA === msB) return numbers(operator, a.read, b.read);
  return numbers(operator, times(a.read, msA ?? 1), times(b.read, msB ?? 1));
}

function unitOf({ msPerUnit, isShare }: NumberValue): string {
  if (msPerUnit !== undefined) return 'a time';
  return isShare === true ? 'a share' : 'a count';
}

const times =
  (read: NumberValue['read'], factor: number): NumberValue['read'] =>
  (subject) => {
    const value = read(subject);
    return value === undefined ? undefined : value * factor;
  };

function numbers(operator: Operator, a: NumberValue['read'], b: NumberValue['read']): RulePredicate {
  const holds = COMPARISONS[operator];
  return (subject) => {
    const [x, y] = [a(subject), b(subject)];
    return x === undefined || y === undefined ? undefined : holds(x, y);
  };
}

const COMPARISONS: Readonly<Record<Operator, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const fold = (value: string | number | boolean) => (typeof value === 'string' ? value.toLowerCase() : value);
