/** A JSON object as it was sent: nothing is known of its fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an own key; null and "" count as not given, as senders use them so. */
export function given(object: JsonObject, key: string): unknown {
  const value = object[key];
  // Most keys that are asked for are not there: only a value is worth the question whose it is.
  if (value === undefined || value === null || value === '') return undefined;
  return Object.hasOwn(object, key) ? value : undefined;
}

const EMPTY: JsonObject = Object.freeze({});

/** An object inside an object, or an empty one. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = given(object, key);
  return isJsonObject(value) ? value : EMPTY;
}

/** "items[3].price" */
export function joinPath(prefix: string, key: string | number): string {
  if (typeof key === 'number') return `${prefix}[${key}]`;
  return prefix === '' ? key : `${prefix}.${key}`;
}
