import { parseNumber } from '../cells/parse-number.ts';

const LENGTH_MOST = 120;

/** The value that a text names: "1.0" and "1" are one, and very long texts are known by how they begin. */
export function categoryKey(text: string): string {
  const number = parseNumber(text);
  return number === undefined ? text.slice(0, LENGTH_MOST) : String(number);
}
