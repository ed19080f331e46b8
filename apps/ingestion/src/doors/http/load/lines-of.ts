/** A line without its end, and its number. */
export interface Line {
  readonly row: number;
  readonly bytes: Uint8Array;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** The lines of NDJSON, counted from `firstRow`. Blank ones are passed over, but counted. Copies nothing. */
export function* linesOf(bytes: Uint8Array, firstRow: number): Generator<Line> {
  let row = firstRow;
  for (let start = 0; start < bytes.length; row++) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found === -1 ? bytes.length : found;
    const last = bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    const line = bytes.subarray(start, last);
    if (line.some((byte) => byte !== SPACE)) yield { row, bytes: line };
    start = end + 1;
  }
}
