import { moneyText } from '#contracts';
import type { RuleField } from './rule-field.ts';
import type { RuleSubject } from './rule-subject.ts';

const SECOND_MS = 1_000;
const TIMES: readonly (readonly [number, string, string])[] = [
  [86_400 * SECOND_MS, 'day', 'days'],
  [3_600 * SECOND_MS, 'hour', 'hours'],
  [60 * SECOND_MS, 'minute', 'minutes'],
  [SECOND_MS, 'second', 'seconds'],
];

/** The value of a field as an analyst reads it: "7", "120.00 GBP", "3 hours"; undefined where it is not known. */
export function fieldText(field: RuleField, subject: RuleSubject): string | undefined {
  const value = field.read(subject);
  if (value === undefined) return undefined;
  if (typeof value === 'number') return numberText(field, value, subject.currency);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value;
}

/** A number in the words of the field, be it the field's value or what is usual of it. */
export function numberText(field: RuleField, value: number, currency: string | undefined): string {
  if (field.kind === 'yes-no') return value >= 0.5 ? 'yes' : 'no';
  if (field.kind === 'money') return moneyText(value, currency ?? '').trimEnd();
  if (field.kind !== 'number') return String(value);
  if (field.msPerUnit !== undefined) return timeText(value * field.msPerUnit);
  return field.isShare === true ? `${rounded(100 * value)} %` : rounded(value);
}

/** In the largest unit of which there is one; "0 seconds" for less than the smallest. */
function timeText(ms: number): string {
  const [unitMs, one, more] = TIMES.find(([each]) => ms >= each) ?? [SECOND_MS, 'second', 'seconds'];
  const count = rounded(ms / unitMs, 1);
  return `${count} ${count === '1' ? one : more}`;
}

/** At most so many digits after the point, and none that say nothing. */
const rounded = (value: number, digits = 2): string => String(Number(value.toFixed(digits)));
