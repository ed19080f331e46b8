/** A JSON object as it was sent: nothing is known of its fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an own key; null and "" count as not given, as senders use them so. */
export function given(object: JsonObject, key: string): unknown {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return value === null || value === '' ? undefined : value;
}

/** An object inside an object, or an empty one. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = given(object, key);
  return isJsonObject(value) ? value : {};
}

/** "items[3].price" */
export function joinPath(prefix: string, key: string | number): string {
  if (typeof key === 'number') return `${prefix}[${key}]`;
  return prefix === '' ? key : `${prefix}.${key}`;
}
