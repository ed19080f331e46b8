import { Transform, type Readable, type TransformCallback } from 'node:stream';
import { parse, CsvError } from 'csv-parse';
import { openFile } from '#service';
import { csvOptions, type CsvOptions } from './csv-options.ts';
import { detectDelimiter } from './detect-delimiter.ts';
import { findBadUtf8 } from './find-bad-utf8.ts';
import { TableFileError } from './table-file-error.ts';

export interface CsvRow {
  /** The header is row 1. */
  readonly row: number;
  /** As many as columns, without spaces around them. */
  readonly cells: readonly string[];
}

export interface CsvFile {
  readonly columns: readonly string[];
  /** Read as they are asked for. Throws TableFileError with row, column and reason. */
  readonly rows: AsyncIterable<CsvRow>;
}

const COLUMNS_MOST = 2_000;
const BEGINNING_BYTES = 64 * 1024;

/** Opens a CSV file, gzip or not. Throws TableFileError where it is not one. */
export async function readRows(file: string, hasHeader: boolean): Promise<CsvFile> {
  const options = csvOptions(detectDelimiter(await beginningOf(file)));
  const records = recordsOf(file, options)[Symbol.asyncIterator]();
  const first = await records.next();
  if (first.done === true) throw new TableFileError(file, 'it is empty');
  const columns = hasHeader ? namesOf(file, first.value) : first.value.map((_, at) => `column ${at + 1}`);
  if (columns.length > COLUMNS_MOST) {
    throw new TableFileError(file, `${columns.length} columns, at most ${COLUMNS_MOST} are read`, { row: 1 });
  }
  async function* rows(): AsyncGenerator<CsvRow> {
    let row = hasHeader ? 1 : 0;
    if (!hasHeader && first.done !== true) yield { row: ++row, cells: first.value };
    for (let next = await records.next(); next.done !== true; next = await records.next()) {
      const cells = next.value;
      row++;
      if (cells.length !== columns.length) throw raggedRow(file, row, cells.length, columns);
      yield { row, cells };
    }
    if (row === (hasHeader ? 1 : 0)) throw new TableFileError(file, 'it has a header and no rows');
  }
  return { columns, rows: rows() };
}

async function* recordsOf(file: string, options: CsvOptions): AsyncGenerator<readonly string[]> {
  const { bytes } = await openFile(file);
  const parser = parse({ ...options });
  const checked = bytes.pipe(utf8Check());
  for (const stream of [bytes, checked] as readonly Readable[]) {
    stream.once('error', (error) => parser.destroy(error));
  }
  checked.pipe(parser);
  try {
    yield* parser as AsyncIterable<readonly string[]>;
  } catch (error) {
    throw await explained(file, options, error);
  } finally {
    bytes.destroy();
  }
}

/** Passes bytes on, and fails at the first that is not UTF-8. */
function utf8Check(): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const check = (callback: TransformCallback, bytes?: Buffer): void => {
    try {
      decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      callback(new NotUtf8Error('not UTF-8', { cause }));
      return;
    }
    callback(null, bytes);
  };
  return new Transform({
    transform: (bytes: Buffer, _, callback) => check(callback, bytes),
    flush: (callback) => check(callback),
  });
}

class NotUtf8Error extends Error {}

/** Instead of csv-parse's own words. */
const REASONS: ReadonlyMap<string, (options: CsvOptions) => string> = new Map<
  string,
  (options: CsvOptions) => string
>([
  [
    'CSV_MAX_RECORD_SIZE',
    ({ max_record_size: most }) => `a row is longer than ${most} characters, or its quotes do not end`,
  ],
  ['CSV_QUOTE_NOT_CLOSED', () => 'a quote is opened here and never closed'],
]);

async function explained(file: string, options: CsvOptions, error: unknown): Promise<unknown> {
  if (error instanceof NotUtf8Error) {
    const place = await findBadUtf8(file, options);
    return new TableFileError(file, 'the text is not UTF-8: save the file as CSV in UTF-8', place, {
      cause: error,
    });
  }
  if (error instanceof CsvError) {
    const reason = REASONS.get(error.code)?.(options) ?? error.message;
    return new TableFileError(file, reason, { row: Number(error['records'] ?? 0) + 1 }, { cause: error });
  }
  if (codeOf(error) === 'ENOENT') {
    return new TableFileError(file, 'there is no such file', {}, { cause: error });
  }
  if (isZlibError(error)) {
    return new TableFileError(file, `the gzip cannot be unpacked: ${error.message}`, {}, { cause: error });
  }
  return error;
}

const isZlibError = (error: unknown): error is { readonly message: string } => codeOf(error).startsWith('Z_');

/** Of Node: "ENOENT". */
const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

async function beginningOf(file: string): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    const { bytes } = await openFile(file);
    for await (const part of bytes as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length >= BEGINNING_BYTES) break;
    }
  } catch (error) {
    throw await explained(file, csvOptions(','), error);
  }
  const beginning = Buffer.concat(parts).subarray(0, BEGINNING_BYTES);
  if (beginning.includes(0)) {
    throw new TableFileError(
      file,
      'it is no CSV in UTF-8: it holds zero bytes, as UTF-16 and spreadsheets do',
    );
  }
  return beginning.toString();
}

function namesOf(file: string, header: readonly string[]): readonly string[] {
  if (header.every((name) => name !== '' && !Number.isNaN(Number(name)))) {
    throw new TableFileError(file, 'it holds numbers only: without a line of names give --no-header', {
      row: 1,
    });
  }
  for (const [at, name] of header.entries()) {
    const place = { row: 1, column: `number ${at + 1}` };
    if (name === '') throw new TableFileError(file, 'the column has no name', place);
    if (header.indexOf(name) < at)
      throw new TableFileError(file, `a second column is called "${name}"`, place);
  }
  return header;
}

function raggedRow(file: string, row: number, count: number, columns: readonly string[]): TableFileError {
  const column = columns[count];
  const values = `${count} values for ${columns.length} columns`;
  return column === undefined
    ? new TableFileError(file, `${values}: there are more than columns`, {
        row,
        column: columns.at(-1) ?? '',
      })
    : new TableFileError(file, `${values}: the row ends before this column`, { row, column });
}
