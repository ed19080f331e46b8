import type { SourceRow } from '../source/source-row.ts';

/** Rows that are sent, and acknowledged, together. */
export interface Part {
  /** Number of its first event among all events of the history, from 1. */
  readonly firstEvent: number;
  /** How many rows of the source, junk included, are done once this part is. */
  readonly rowsThrough: number;
  /** The rows in the file of its events, in order. */
  readonly eventRows: readonly number[];
  readonly junk: readonly Extract<SourceRow, { kind: 'junk' }>[];
  /** NDJSON. */
  readonly body: Buffer<ArrayBuffer>;
}
