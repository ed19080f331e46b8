import { Readable } from 'node:stream';
import { parse, type CsvError, type Info } from 'csv-parse';
import { normaliseAttribute } from '../normalise-attribute.ts';
import { ROW_BYTES_MAX, type FeedRow } from './feed-row.ts';

/**
 * A feed with a header line, comma (CSV) or tab (TSV) between the values. Holds a few rows at a time; one that cannot
 * be read may be told a little before those in front of it.
 */
export async function* readDelimited(
  text: AsyncIterable<string>,
  delimiter: ',' | '\t',
): AsyncGenerator<FeedRow> {
  const skipped: FeedRow[] = [];
  const parser = parse({
    delimiter,
    columns: (header: string[]) => header.map(normaliseAttribute),
    bom: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    // Tab-separated feeds use quotes as they like.
    relax_quotes: delimiter === '\t',
    max_record_size: ROW_BYTES_MAX,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      const row = typeof error?.['lines'] === 'number' ? error['lines'] : 0;
      skipped.push({ kind: 'unreadable', row, message: error?.message ?? 'the line cannot be read' });
      return undefined;
    },
  });
  const source = Readable.from(text);
  source.on('error', (error) => parser.destroy(error)).pipe(parser);
  for await (const { info, record } of parser as AsyncIterable<{ info: Info; record: unknown }>) {
    yield* skipped.splice(0);
    yield { kind: 'attributes', row: info.lines, attributes: record };
  }
  yield* skipped;
}
