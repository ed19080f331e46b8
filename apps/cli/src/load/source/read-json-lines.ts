import type { RowSource, SourceRow } from './source-row.ts';

/** Twice what the door takes for an event. */
export const LINE_BYTES_MAX = 64 * 1024;
const LINE_FEED = 0x0a;
const SPACE = 0x20;

/** One event a line. Nothing is parsed: the door says what is no JSON. Empty lines are passed over, but counted. */
export async function* readJsonLines(bytes: AsyncIterable<Buffer>): RowSource {
  let rest: Buffer = Buffer.alloc(0);
  let row = 1;
  let isTooLong = false;
  for await (const chunk of bytes) {
    const piece = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const rows: SourceRow[] = [];
    let start = 0;
    for (let end = piece.indexOf(LINE_FEED); end !== -1; end = piece.indexOf(LINE_FEED, start)) {
      rows.push(...rowOf(piece.subarray(start, end), row, isTooLong));
      isTooLong = false;
      row += 1;
      start = end + 1;
    }
    rest = piece.subarray(start);
    // Of a line without end, only the fact is kept.
    if (rest.length > LINE_BYTES_MAX) {
      isTooLong = true;
      rest = Buffer.alloc(0);
    }
    yield rows;
  }
  yield rowOf(rest, row, isTooLong);
}

function rowOf(line: Buffer, row: number, isTooLong: boolean): readonly SourceRow[] {
  if (isTooLong || line.length > LINE_BYTES_MAX) {
    return [{ kind: 'junk', row, reason: `the line is over ${LINE_BYTES_MAX} bytes` }];
  }
  return line.some((byte) => byte > SPACE) ? [{ kind: 'event', row, json: line }] : [];
}
