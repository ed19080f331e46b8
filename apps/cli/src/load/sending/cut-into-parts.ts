import type { RowSource, SourceRow } from '../source/source-row.ts';
import type { Part } from './part.ts';

/** Half of what the door takes in rows, and less than that in bytes: a part is some tenth of a second of its work. */
const PART_EVENTS_MAX = 5_000;
const PART_BYTES_MAX = 2 * 1024 * 1024;
/** A stretch of nothing but junk is acknowledged too. */
const PART_ROWS_MAX = 50_000;
const LINE_FEED = Buffer.from('\n');

/** Cuts a history into parts, leaving out the first `rowsDone` rows. Holds one part. */
export async function* cutIntoParts(source: RowSource, rowsDone: number): AsyncGenerator<Part> {
  let rows = 0;
  let events = 0;
  let draft = newDraft(1);
  for await (const chunk of source) {
    for (const row of chunk) {
      const isDone = rows < rowsDone;
      const bytes = row.kind === 'event' ? row.json.length + 1 : 0;
      if (!isDone && isFull(draft, bytes)) {
        yield partOf(draft, rows);
        draft = newDraft(events + 1);
      }
      rows += 1;
      if (row.kind === 'event') events += 1;
      if (isDone) draft.firstEvent = events + 1;
      else add(draft, row, bytes);
    }
  }
  if (draft.rows > 0) yield partOf(draft, rows);
}

interface Draft {
  firstEvent: number;
  rows: number;
  bytes: number;
  readonly eventRows: number[];
  readonly junk: Extract<SourceRow, { kind: 'junk' }>[];
  readonly lines: Uint8Array[];
}

const newDraft = (firstEvent: number): Draft => ({
  firstEvent,
  rows: 0,
  bytes: 0,
  eventRows: [],
  junk: [],
  lines: [],
});

function isFull({ rows, bytes, eventRows }: Draft, moreBytes: number): boolean {
  if (rows === 0) return false;
  return rows >= PART_ROWS_MAX || eventRows.length >= PART_EVENTS_MAX || bytes + moreBytes > PART_BYTES_MAX;
}

function add(draft: Draft, row: SourceRow, bytes: number): void {
  draft.rows += 1;
  if (row.kind === 'junk') {
    draft.junk.push(row);
    return;
  }
  draft.eventRows.push(row.row);
  draft.lines.push(row.json, LINE_FEED);
  draft.bytes += bytes;
}

function partOf({ firstEvent, eventRows, junk, lines, bytes }: Draft, rowsThrough: number): Part {
  return { firstEvent, rowsThrough, eventRows, junk, body: Buffer.concat(lines, bytes) };
}
