// Takes a few files out of a large zip archive without reading the rest of it.
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
/** The end record is 22 bytes and a comment of at most 65,535. */
const END_SEARCH_BYTES = 22 + 65_535;
const DEFLATED = 8;

/**
 * Writes the archive's files whose base name is in `names` to `targetOf(name)`. Zip64 archives (over 4 GB) are not
 * read. Throws when one is missing.
 */
export async function unzip(archive, names, targetOf) {
  const entries = await readDirectory(archive);
  for (const name of names) {
    const entry = entries.find((each) => each.name.split('/').at(-1) === name);
    if (entry === undefined) throw new Error(`${name} is not in ${archive}`);
    if (entry.method !== DEFLATED) throw new Error(`${name} is packed by a method other than deflate`);
    const start = await dataStart(archive, entry.offset);
    const packed = createReadStream(archive, { start, end: start + entry.packedBytes - 1 });
    await pipeline(packed, createInflateRaw(), createWriteStream(targetOf(name)));
  }
}

async function readDirectory(archive) {
  const file = await open(archive);
  try {
    const { size } = await file.stat();
    const tail = await read(file, Math.max(0, size - END_SEARCH_BYTES), Math.min(size, END_SEARCH_BYTES));
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || tail.readUInt32LE(end) !== END_SIGNATURE) throw new Error(`${archive} is no zip archive`);
    const directory = await read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    return parseDirectory(directory);
  } finally {
    await file.close();
  }
}

function parseDirectory(directory) {
  const entries = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY_SIGNATURE;) {
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** The file's own header repeats the name and may have other extra fields than the directory. */
async function dataStart(archive, offset) {
  const file = await open(archive);
  try {
    const header = await read(file, offset, 30);
    return offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}

async function read(file, position, length) {
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, position);
  return buffer;
}
