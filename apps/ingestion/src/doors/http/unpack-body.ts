import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CartwiseError } from '#contracts';
import { BATCH_BYTES_MAX } from '../../limits.ts';

const unzip = promisify(gunzip);

/**
 * The body of an event door as its sender wrote it, before `content-encoding`. Stops unpacking at the limit of a
 * batch, however much more there is. Throws REQUEST_TOO_LARGE or REQUEST_MALFORMED.
 */
export async function unpackBody(body: unknown, contentEncoding = 'identity'): Promise<unknown> {
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding === 'identity' || !Buffer.isBuffer(body)) return body;
  if (encoding !== 'gzip') {
    const reason = `the content-encoding "${encoding}" is not understood; gzip is`;
    throw new CartwiseError('REQUEST_MALFORMED', { reason });
  }
  try {
    return await unzip(body, { maxOutputLength: BATCH_BYTES_MAX });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      const reason = `the body has over ${BATCH_BYTES_MAX} bytes when unpacked; at most so many may come at once`;
      throw new CartwiseError('REQUEST_TOO_LARGE', { reason });
    }
    throw new CartwiseError('REQUEST_MALFORMED', { reason: 'the body is not gzip' });
  }
}
