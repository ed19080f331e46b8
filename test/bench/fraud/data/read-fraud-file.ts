import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

export interface FraudFile {
  readonly header: readonly string[];
  /** Lines below the header, fields apart by commas, none of them quoted. */
  readonly lines: readonly string[];
}

/** A gzip CSV file of `fraud/`. */
export async function readFraudFile(folder: string, file: string): Promise<FraudFile> {
  const bytes = await promisify(gunzip)(await readFile(path.join(folder, 'fraud', file)));
  const [header = '', ...lines] = new TextDecoder().decode(bytes).trimEnd().split('\n');
  return { header: header.trimEnd().split(','), lines };
}
