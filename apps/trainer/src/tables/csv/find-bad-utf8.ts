import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse';
import { openFile } from '#service';
import type { CsvOptions } from './csv-options.ts';
import type { FilePlace } from './table-file-error.ts';

/** The first cell that is not UTF-8; nothing where it is not in a cell. */
export async function findBadUtf8(file: string, options: CsvOptions): Promise<FilePlace> {
  const { bytes } = await openFile(file);
  const parser = bytes.pipe(parse({ ...options, trim: false, encoding: null }));
  let header: readonly Buffer[] = [];
  let row = 0;
  for await (const record of parser as AsyncIterable<readonly Buffer[]>) {
    row++;
    if (row === 1) header = record;
    const bad = record.findIndex((cell) => !isUtf8(cell));
    if (bad < 0) continue;
    const name = header[bad];
    const isNamed = row > 1 && name !== undefined && isUtf8(name);
    return { row, column: isNamed ? name.toString() : `number ${bad + 1}` };
  }
  return {};
}
