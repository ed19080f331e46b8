import type { Readable } from 'node:stream';
import { CartwiseError } from '#contracts';
import { asNotGzip, unpackStream } from '../unpack-stream.ts';
import { LOAD_BYTES_MAX, LOAD_ROWS_MAX } from './load-limits.ts';

/**
 * The lines of a part, unpacked: no more than LOAD_BYTES_MAX and LOAD_ROWS_MAX of them, however long the body is. Throws
 * REQUEST_TOO_LARGE or REQUEST_MALFORMED.
 */
export async function readPart(body: Readable, contentEncoding?: string): Promise<Uint8Array> {
  const unpacked = unpackStream(body, contentEncoding);
  try {
    return await collect(unpacked);
  } catch (error) {
    throw asNotGzip(error);
  }
}

async function collect(stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LOAD_BYTES_MAX) {
      const reason = `the body has over ${LOAD_BYTES_MAX} bytes; at most so many may come at once`;
      throw new CartwiseError('REQUEST_TOO_LARGE', { reason });
    }
    chunks.push(chunk);
  }
  const lines = Buffer.concat(chunks, length);
  refuseRowsOver(LOAD_ROWS_MAX, lines);
  return lines;
}

/** Empty lines keep the count of rows right and cost nothing. */
function refuseRowsOver(rowsMax: number, lines: Buffer): void {
  let rows = 0;
  for (let start = 0; start < lines.length;) {
    const found = lines.indexOf('\n', start);
    const end = found === -1 ? lines.length : found;
    if (end > start) rows += 1;
    start = end + 1;
  }
  if (rows <= rowsMax) return;
  const reason = `the body has ${rows} lines; at most ${rowsMax} may come at once`;
  throw new CartwiseError('REQUEST_TOO_LARGE', { reason });
}
