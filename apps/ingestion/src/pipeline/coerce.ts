import { parseTime } from './parse-time.ts';

/** Numbers that senders like to put in quotes. */
const NUMBERS: ReadonlySet<string> = new Set(['quantity', 'position', 'rating', 'resultsCount']);
const CODES: ReadonlySet<string> = new Set(['currency', 'cardCountry', 'billingCountry', 'shippingCountry']);

export type Coercion = (value: unknown) => unknown;

/**
 * Takes the harmless liberties senders take with types: an id as a number, a number in quotes, a code in lower case, a
 * time as text. Anything else stays as it is, for the schema to judge.
 */
export function coercionOf(field: string): Coercion {
  if (field.endsWith('Id') || field === 'cardBin') return idText;
  if (field === 'itemIds') return idTexts;
  if (NUMBERS.has(field)) return quotedNumber;
  if (CODES.has(field)) return code;
  if (field.endsWith('Time')) return time;
  return asItIs;
}

/** Whole numbers only: above 2^53 JSON has already lost digits of them. */
export const idText: Coercion = (value) => (Number.isSafeInteger(value) ? String(value) : value);

const idTexts: Coercion = (value) => (Array.isArray(value) ? value.map(idText) : value);

const quotedNumber: Coercion = (value) =>
  typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;

const code: Coercion = (value) => (typeof value === 'string' ? value.trim().toUpperCase() : value);

const time: Coercion = (value) => parseTime(value) ?? value;

const asItIs: Coercion = (value) => value;
