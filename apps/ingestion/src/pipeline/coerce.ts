import { parseTime } from './parse-time.ts';

/** Numbers that senders like to put in quotes. */
const NUMBERS: ReadonlySet<string> = new Set(['quantity', 'position', 'rating', 'resultsCount']);
const CODES: ReadonlySet<string> = new Set(['currency', 'cardCountry', 'billingCountry', 'shippingCountry']);

/**
 * Takes the harmless liberties senders take with types: an id as a number, a number in quotes, a code in lower case, a
 * time as text. Anything else stays as it is, for the schema to judge.
 */
export function coerce(field: string, value: unknown): unknown {
  if (field.endsWith('Id') || field === 'cardBin') return idText(value);
  if (field === 'itemIds' && Array.isArray(value)) return value.map(idText);
  if (NUMBERS.has(field)) return quotedNumber(value);
  if (CODES.has(field)) return typeof value === 'string' ? value.trim().toUpperCase() : value;
  if (field.endsWith('Time')) return parseTime(value) ?? value;
  return value;
}

/** Whole numbers only: above 2^53 JSON has already lost digits of them. */
export const idText = (value: unknown): unknown => (Number.isSafeInteger(value) ? String(value) : value);

function quotedNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
}
