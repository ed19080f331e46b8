import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const READ_BYTES = 256 * 1024;
/** Holds the first rows of any history, which no other history has. */
const IDENTITY_BYTES = 4_096;

export interface OpenFile {
  /** Unpacked. */
  readonly bytes: Readable;
  /** Bytes of the file itself, packed or not. */
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Of `sizeBytes`, how many are read. */
  readBytes(): number;
}

/** Opens a file to read it once from its beginning, unpacked if it is gzip, whatever its name says. */
export async function openFile(file: string): Promise<OpenFile> {
  const { size, mtimeMs } = await stat(file);
  const isGzip = (await firstBytes(file, 2)).equals(Buffer.from([0x1f, 0x8b]));
  const raw = createReadStream(file, { highWaterMark: READ_BYTES });
  return {
    bytes: isGzip ? unpack(raw) : raw,
    sizeBytes: size,
    modifiedMs: Math.round(mtimeMs),
    readBytes: () => raw.bytesRead,
  };
}

function unpack(raw: Readable): Readable {
  const unpacked = createGunzip({ chunkSize: READ_BYTES });
  raw.once('error', (error) => unpacked.destroy(error)).pipe(unpacked);
  return unpacked;
}

/** What a file is known by: 128 bits of a hash of how it begins, unpacked. It may grow, move, or be packed anew. */
export async function identityOf(file: string): Promise<string> {
  const { bytes } = await openFile(file);
  const hash = createHash('sha256');
  let left = IDENTITY_BYTES;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    hash.update(chunk.subarray(0, left));
    left -= chunk.length;
    if (left <= 0) break;
  }
  return hash.digest('hex').slice(0, 32);
}

async function firstBytes(file: string, count: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
