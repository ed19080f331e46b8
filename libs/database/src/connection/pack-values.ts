/** Byte values as one binary parameter; PostgreSQL cuts them out with substring(blob FROM start FOR length). */
export interface PackedValues {
  readonly blob: Buffer;
  /** From 1, as SQL counts. */
  readonly starts: readonly number[];
  /** null makes the value null. */
  readonly lengths: readonly (number | null)[];
}

const EMPTY = new Uint8Array(0);

/** Packs values: the driver sends an array of bytea as hexadecimal text, escaped value by value, at twice the size. */
export function packValues(values: readonly (Uint8Array | null)[]): PackedValues {
  let next = 1;
  const starts = values.map((value) => {
    const start = next;
    next += value?.length ?? 0;
    return start;
  });
  return {
    blob: Buffer.concat(values.map((value) => value ?? EMPTY)),
    starts,
    lengths: values.map((value) => value?.length ?? null),
  };
}
