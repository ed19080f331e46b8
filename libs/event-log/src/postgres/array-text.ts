/**
 * PostgreSQL's text of an array, or undefined where the driver must write it. The driver takes two regular expressions
 * and a few strings for each element. JSON writes the whole list at once, and what it writes without a backslash reads
 * the same as an array once the brackets are braces.
 */
export function arrayText(values: readonly unknown[]): string | undefined {
  for (const value of values) if (!isPlain(value)) return undefined;
  const json = JSON.stringify(values);
  return json.includes('\\') ? undefined : `{${json.slice(1, -1)}}`;
}

/** Not a number that JSON would write as null, nor anything that it writes by rules of its own. */
function isPlain(value: unknown): boolean {
  return typeof value === 'string' || Number.isFinite(value) || typeof value === 'boolean' || value === null;
}
