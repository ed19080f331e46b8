import type { QueryConfig } from 'pg';
import { arrayText } from './array-text.ts';

/** A text that is made up for one use must not fill the memory of every connection. */
const NAMED_MAX = 200;
const names = new Map<string, string>();

/** The statement under a name of its own: a connection parses and plans it once, not each time. */
export function prepared(sql: string, values: readonly unknown[]): QueryConfig<unknown[]> {
  const statement = { text: sql, values: values.map(parameterOf) };
  if (values.length === 0) return statement;
  let name = names.get(sql);
  if (name === undefined) {
    if (names.size >= NAMED_MAX) return statement;
    name = `cartwise_log_${names.size}`;
    names.set(sql, name);
  }
  return { ...statement, name };
}

/** What the driver sends; long arrays are written faster here. */
function parameterOf(value: unknown): unknown {
  return Array.isArray(value) ? (arrayText(value) ?? value) : value;
}
