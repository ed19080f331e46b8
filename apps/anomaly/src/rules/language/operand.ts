import { currencyDigits, ExpressionError, type Token, type TokenReader } from '#contracts';
import type { RuleField } from './rule-field.ts';
import type { RuleSubject } from './rule-subject.ts';

/** One side of a comparison: a field, or a value as written. */
export interface Operand {
  readonly position: number;
  /** As written, for messages. */
  readonly text: string;
  readonly isField: boolean;
  readonly value:
    | {
        readonly kind: 'number';
        readonly msPerUnit?: number;
        readonly isShare?: true;
        readonly read: (subject: RuleSubject) => number | undefined;
      }
    | { readonly kind: 'money'; readonly read: (subject: RuleSubject) => number | undefined }
    | { readonly kind: 'yes-no'; readonly read: (subject: RuleSubject) => boolean | undefined }
    | { readonly kind: 'text' | 'entity'; readonly read: (subject: RuleSubject) => string | undefined };
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const TIME_UNITS: ReadonlyMap<string, number> = new Map([
  ...['s', 'second', 'seconds'].map((word) => [word, SECOND_MS] as const),
  ...['min', 'minute', 'minutes'].map((word) => [word, MINUTE_MS] as const),
  ...['h', 'hour', 'hours'].map((word) => [word, HOUR_MS] as const),
  ...['d', 'day', 'days'].map((word) => [word, DAY_MS] as const),
]);
const CURRENCY = /^[A-Z]{3}$/;
/** Words that may follow a number without being its unit. */
const JOINTS: ReadonlySet<string> = new Set(['and', 'or', 'in', 'is', 'not']);

/**
 * Reads a value or a field:
 *
 *     operand = TEXT | "true" | "false" | NUMBER [ UNIT ] | [ NUMBER "*" ] FIELD
 *     UNIT    = a currency such as EUR | s | min | h | d | "%"
 */
export function readOperand(reader: TokenReader, findField: (name: Token) => RuleField): Operand {
  const { token } = reader;
  const { position, text } = token;
  if (token.kind === 'string') {
    reader.take();
    const { value } = token;
    return { position, text, isField: false, value: { kind: 'text', read: () => value } };
  }
  if (token.kind === 'number') {
    reader.take();
    return numberOperand(token.value, token, reader, findField);
  }
  if (token.kind !== 'word') return reader.fail('expected a field, a number or a text in quotes');
  const word = text.toLowerCase();
  if (word === 'true' || word === 'false') {
    reader.take();
    return { position, text, isField: false, value: { kind: 'yes-no', read: () => word === 'true' } };
  }
  return fieldOperand(reader, findField);
}

function fieldOperand(reader: TokenReader, findField: (name: Token) => RuleField): Operand {
  const name = reader.token;
  const field = findField(name);
  reader.take();
  const { position, text } = name;
  return { position, text, isField: true, value: field };
}

function numberOperand(
  value: number,
  { position, text }: Token,
  reader: TokenReader,
  findField: (name: Token) => RuleField,
): Operand {
  if (reader.accept('*')) return multiplied(value, reader, findField);
  const literal = (unit: string, operand: Operand['value']): Operand => ({
    position,
    text: unit === '' ? text : `${text} ${unit}`,
    isField: false,
    value: operand,
  });
  if (reader.accept('%')) {
    return literal('%', { kind: 'number', isShare: true, read: () => value / 100 });
  }
  const unit = reader.token;
  if (unit.kind !== 'word' || JOINTS.has(unit.text.toLowerCase())) {
    return literal('', { kind: 'number', read: () => value });
  }
  reader.take();
  const msPerUnit = TIME_UNITS.get(unit.text.toLowerCase());
  if (msPerUnit !== undefined) return literal(unit.text, { kind: 'number', msPerUnit, read: () => value });
  if (!CURRENCY.test(unit.text)) {
    throw new ExpressionError(
      unit.position,
      `"${unit.text}" is no unit; units are s, min, h, d, % and currencies such as EUR`,
    );
  }
  // The point is moved in the text: 19.99 * 100 is 1998.9999999999998.
  const minor = Number(`${text}e${currencyDigits(unit.text)}`);
  return literal(unit.text, {
    kind: 'money',
    read: ({ currency }) => (currency === unit.text ? minor : undefined),
  });
}

function multiplied(factor: number, reader: TokenReader, findField: (name: Token) => RuleField): Operand {
  if (reader.token.kind !== 'word') return reader.fail('expected a field');
  const operand = fieldOperand(reader, findField);
  const { value } = operand;
  if (value.kind !== 'number' && value.kind !== 'money') {
    throw new ExpressionError(operand.position, `${operand.text} cannot be multiplied: it is no number`);
  }
  const read = (subject: RuleSubject) => {
    const one = value.read(subject);
    return one === undefined ? undefined : factor * one;
  };
  return { ...operand, text: `${factor} * ${operand.text}`, value: { ...value, read } };
}
