import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { LOAD_BYTES_MAX, LOAD_ROWS_MAX } from './load-limits.ts';
import { readPart } from './read-part.ts';

const LINES = Buffer.from('{"a":1}\n{"b":2}\n');
const read = async (body: Buffer, encoding?: string) =>
  Buffer.from(await readPart(Readable.from([body.subarray(0, 5), body.subarray(5)]), encoding));

describe('the body of a part', () => {
  it('is its lines, packed or not', async () => {
    expect(await read(LINES)).toEqual(LINES);
    expect(await read(gzipSync(LINES), ' GZIP ')).toEqual(LINES);
  });

  it('is read up to a limit, of what is packed in it too', async () => {
    const tooLarge = { code: 'REQUEST_TOO_LARGE' };
    await expect(read(Buffer.alloc(LOAD_BYTES_MAX + 1))).rejects.toMatchObject(tooLarge);
    await expect(read(gzipSync(Buffer.alloc(20 * LOAD_BYTES_MAX)), 'gzip')).rejects.toMatchObject(tooLarge);
  });

  it('has so many lines at most, empty ones aside', async () => {
    const [fits, empty] = ['{}\n'.repeat(LOAD_ROWS_MAX), '\n'.repeat(LOAD_ROWS_MAX)];
    expect(await read(Buffer.from(fits + empty))).toHaveLength(4 * LOAD_ROWS_MAX);
    await expect(read(Buffer.from(`${fits}{}`))).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' });
  });

  it('that is no gzip, or packed otherwise, is refused', async () => {
    const malformed = { code: 'REQUEST_MALFORMED' };
    await expect(read(LINES, 'gzip')).rejects.toMatchObject(malformed);
    await expect(read(gzipSync(LINES).subarray(0, 12), 'gzip')).rejects.toMatchObject(malformed);
    await expect(read(LINES, 'br')).rejects.toMatchObject(malformed);
  });
});
