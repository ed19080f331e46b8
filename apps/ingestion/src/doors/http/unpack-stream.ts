import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CartwiseError } from '#contracts';

/**
 * A body as its sender wrote it, before `content-encoding`. Throws REQUEST_MALFORMED for another encoding than gzip; one that
 * says gzip and is not ends in an error of zlib (`isNotGzip`).
 */
export function unpackStream(body: Readable, contentEncoding = 'identity'): Readable {
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip') {
    const reason = `the content-encoding "${encoding}" is not understood; gzip is`;
    throw new CartwiseError('REQUEST_MALFORMED', { reason });
  }
  const unpacked = createGunzip();
  body.once('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  return unpacked;
}

/** The fault of a body that was read through unpackStream; any other error as it is. */
export function asNotGzip(cause: unknown): unknown {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  if (!code.startsWith('Z_')) return cause;
  return new CartwiseError('REQUEST_MALFORMED', { reason: 'the body is not gzip' }, { cause });
}
