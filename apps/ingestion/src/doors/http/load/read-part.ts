import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CartwiseError } from '#contracts';
import { LOAD_BYTES_MAX } from './load-limits.ts';

/**
 * The lines of a part, unpacked, holding no more than LOAD_BYTES_MAX of them however long the body is. Throws
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
  return Buffer.concat(chunks, length);
}
