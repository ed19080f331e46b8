/** How a file is cut into cells. */
export interface CsvOptions {
  readonly delimiter: string;
  readonly bom: true;
  readonly skip_empty_lines: true;
  readonly trim: true;
  readonly relax_quotes: true;
  readonly relax_column_count: true;
  readonly max_record_size: number;
}

const RECORD_BYTES_MOST = 1_000_000;

export const csvOptions = (delimiter: string): CsvOptions => ({
  delimiter,
  bom: true,
  skip_empty_lines: true,
  trim: true,
  // A stray quote is text, as in files that people make by hand.
  relax_quotes: true,
  // Counted by the reader, which knows the names of the columns.
  relax_column_count: true,
  max_record_size: RECORD_BYTES_MOST,
});
