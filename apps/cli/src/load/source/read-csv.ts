import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import type { Columns, Template } from '../mapping/compile-template.ts';
import { LineGrouping, type GroupedEvent } from '../mapping/group-lines.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { mapRow } from '../mapping/map-row.ts';
import { LINE_BYTES_MAX } from './read-json-lines.ts';
import type { RowSource, SourceRow } from './source-row.ts';

/** Rows told at a time. */
const CHUNK_ROWS = 1_000;

/**
 * A CSV file with a header line as the events that a mapping makes of its rows. An event to which the mapping gives no id
 * has one by its first row in `load`, the name of the file's history: whatever becomes of the rows before it when the
 * mapping is corrected, it is the same event. Throws an Error if a column that the mapping reads is not there.
 */
export async function* readCsv(bytes: AsyncIterable<Buffer>, mapping: Mapping, load: string): RowSource {
  const grouping = new LineGrouping();
  let header: readonly string[] | undefined;
  let above: Columns = {};
  // The header is row 1.
  let row = 1;
  let rows: SourceRow[] = [];
  const junk = (reason: string) => rows.push({ kind: 'junk', row, reason });
  const unreadable = { count: 0, firstLine: 0 };
  for await (const cells of recordsOf(bytes, mapping.delimiter, unreadable)) {
    if (header === undefined) {
      header = cells.map((name) => name.trim());
      refuseMissing(mapping, header);
      continue;
    }
    row += 1;
    if (cells.length !== header.length) {
      junk('not as many values as columns');
      continue;
    }
    const columns = fillRepeats(mapping.repeats, toColumns(header, cells), above);
    above = columns;
    const mapped = mapRow(mapping, columns);
    if (mapped.kind === 'junk') junk(mapped.reason);
    else rows.push(...[grouping.add(row, mapped.line)].flatMap((ended) => rowsOf(ended, load)));
    if (rows.length >= CHUNK_ROWS) {
      yield rows;
      rows = [];
    }
  }
  yield [...rows, ...grouping.end().flatMap((ended) => rowsOf(ended, load))];
  for (; unreadable.count > 0; unreadable.count--) {
    yield [
      { kind: 'junk', row: unreadable.firstLine, reason: 'the row is too long or its quotes do not end' },
    ];
  }
}

interface Unreadable {
  count: number;
  /** In the file. */
  firstLine: number;
}

/**
 * The values of each row. One that cannot be read costs only itself; the parser tells of it ahead of the rows before
 * it, so these are counted here and told last: the order of rows must be the same each time.
 */
function recordsOf(
  bytes: AsyncIterable<Buffer>,
  delimiter: string,
  unreadable: Unreadable,
): AsyncIterable<readonly string[]> {
  const parser = parse({
    delimiter,
    bom: true,
    skip_empty_lines: true,
    // A stray quote is text: a strict reader would lose all rows behind it.
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: LINE_BYTES_MAX,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      unreadable.count += 1;
      if (unreadable.count === 1) unreadable.firstLine = Number(error?.['lines'] ?? 0);
      return undefined;
    },
  });
  const source = bytes instanceof Readable ? bytes : Readable.from(bytes);
  source.once('error', (error) => parser.destroy(error)).pipe(parser);
  return parser as AsyncIterable<readonly string[]>;
}

function toColumns(header: readonly string[], cells: readonly string[]): Columns {
  const columns: Record<string, string> = {};
  for (let index = 0; index < header.length; index++)
    columns[header[index] ?? ''] = cells[index]?.trim() ?? '';
  return columns;
}

function fillRepeats(repeats: Mapping['repeats'], columns: Columns, above: Columns): Columns {
  const [first] = repeats;
  if (first === undefined || columns[first] !== '') return columns;
  return { ...columns, ...Object.fromEntries(repeats.map((name) => [name, above[name] ?? ''])) };
}

function rowsOf(ended: GroupedEvent | undefined, load: string): readonly SourceRow[] {
  if (ended === undefined) return [];
  const { row, event } = ended;
  return [{ kind: 'event', row, json: Buffer.from(JSON.stringify({ eventId: rowId(load, row), ...event })) }];
}

/** 128 bits, as a UUID has. */
const rowId = (load: string, row: number): string =>
  createHash('sha256').update(`${load}/row ${row}`).digest('hex').slice(0, 32);

function refuseMissing(mapping: Mapping, header: readonly string[]): void {
  const missing = [...new Set(columnsOf(mapping))].filter((column) => !header.includes(column));
  if (missing.length === 0) return;
  throw new Error(
    `The file has no column ${missing.map((name) => `"${name}"`).join(', ')}, which the mapping reads. It has: ${header.join(', ')}.`,
  );
}

function columnsOf(mapping: Mapping): readonly string[] {
  const templates: readonly (Template | undefined)[] = [
    ...mapping.skip.map(({ value }) => value),
    ...[mapping.time.from, mapping.type.from, mapping.groupBy],
    ...[mapping.event, mapping.guest, mapping.item, ...Object.values(mapping.only)].flatMap((fields) =>
      Object.values(fields ?? {}),
    ),
  ];
  return [...mapping.repeats, ...templates.flatMap((template) => template?.columns ?? [])];
}
