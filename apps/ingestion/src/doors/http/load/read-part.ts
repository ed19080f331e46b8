import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CartwiseError } from '#contracts';
import { LOAD_BYTES_MAX, LOAD_ROWS_MAX } from './load-limits.ts';

/**
 * The lines of a part, unpacked: no more than LOAD_BYTES_MAX and LOAD_ROWS_MAX of them, however long the body is. Throws
 * REQUEST_TOO_LARGE or REQUEST_MALFORMED.
 */
export async function readPart(body: Readable, contentEncoding = 'identity'): Promise<Uint8Array> {
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding === 'identity') return collect(body);
  if (encoding !== 'gzip') {
    const reason = `the content-encoding "${encoding}" is not understood; gzip is`;
    throw new CartwiseError('REQUEST_MALFORMED', { reason });
  }
  const unpacked = createGunzip();
  body.once('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  try {
    return await collect(unpacked);
  } catch (cause) {
    if (cause instanceof CartwiseError) throw cause;
    throw new CartwiseError('REQUEST_MALFORMED', { reason: 'the body is not gzip' }, { cause });
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
