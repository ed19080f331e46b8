import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** The lines of a gzip file of `rec/`, without the last empty one. */
export async function readLines(folder: string, file: string): Promise<readonly string[]> {
  const bytes = await promisify(gunzip)(await readFile(path.join(folder, 'rec', file)));
  return bytes.toString('utf8').trimEnd().split('\n');
}
