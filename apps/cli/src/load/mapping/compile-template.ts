/** A row of a CSV file by its columns. */
export type Columns = Readonly<Record<string, string>>;

/** Text made from a row. */
export interface Template {
  /** Columns it reads, none twice. */
  readonly columns: readonly string[];
  /** Empty where it reads columns and they are all empty. */
  fill(row: Columns): string;
}

export type CompiledTemplate =
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'fault'; readonly message: string };

/** Compiles text with columns in braces: "{a}" is the value of a, "{a}-{b}" two of them joined, "GBP" a constant. */
export function compileTemplate(text: string): CompiledTemplate {
  const pieces = text.split(/\{([^{}]*)\}/);
  const isOdd = pieces.some((piece, index) => index % 2 === 0 && /[{}]/.test(piece));
  if (isOdd) return { kind: 'fault', message: `"${text}" has a brace without its other` };
  if (pieces.some((piece, index) => index % 2 === 1 && piece === '')) {
    return { kind: 'fault', message: `"${text}" names no column between its braces` };
  }
  const columns = [...new Set(pieces.filter((_, index) => index % 2 === 1))];
  const fill = (row: Columns) => {
    if (columns.length > 0 && columns.every((column) => (row[column] ?? '') === '')) return '';
    return pieces.map((piece, index) => (index % 2 === 1 ? (row[piece] ?? '') : piece)).join('');
  };
  const [only = ''] = columns;
  const isPlain = pieces.length === 3 && pieces[0] === '' && pieces[2] === '';
  return {
    kind: 'template',
    template: { columns, fill: isPlain ? (row) => row[only] ?? '' : fill },
  };
}
