/** One row of a file: an event as JSON, or why there is none. `row` is its number in the file, from 1. */
export type SourceRow =
  | { readonly kind: 'event'; readonly row: number; readonly json: Uint8Array }
  | { readonly kind: 'junk'; readonly row: number; readonly reason: string };

/**
 * The rows of a file in order, some at a time: what every format is read as. The same file gives the same rows, so that
 * a load that was cut off goes on by their count. Holds a bounded piece of the file.
 */
export type RowSource = AsyncIterable<readonly SourceRow[]>;
