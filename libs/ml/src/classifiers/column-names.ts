/** Names of columns as bytes, to be kept among a model's arrays. */
export function packNames(names: readonly string[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(names));
}

/** What packNames made. Throws TypeError when it is something else. */
export function unpackNames(bytes: unknown): readonly string[] {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('a model without the names of its columns');
  const names: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new TypeError('the names of the columns are no list of strings');
  }
  return names;
}
