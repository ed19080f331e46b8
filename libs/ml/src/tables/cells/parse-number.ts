const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
/** "007" is a code that happens to have digits. */
const CODE = /^[+-]?0\d/;
/** The largest that 32-bit floats hold. */
const NUMBER_MOST = 3.4e38;

/** A decimal number with a point, or undefined where the text is something else. */
export function parseNumber(text: string): number | undefined {
  if (!NUMBER.test(text) || CODE.test(text)) return undefined;
  const value = Number(text);
  return Math.abs(value) <= NUMBER_MOST ? value : undefined;
}
