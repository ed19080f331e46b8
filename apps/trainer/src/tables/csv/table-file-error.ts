/** Where in a file something is wrong. */
export interface FilePlace {
  /** The header is row 1. */
  readonly row?: number;
  readonly column?: string;
}

/** A file that cannot be used: which one, where, and why, for whoever gave it. */
export class TableFileError extends Error {
  override readonly name = 'TableFileError';

  constructor(file: string, reason: string, { row, column }: FilePlace = {}, options?: ErrorOptions) {
    const place = [
      ...(row === undefined ? [] : [`row ${row}`]),
      ...(column === undefined ? [] : [`column "${column}"`]),
    ].join(', ');
    super([file, place, reason].filter((part) => part !== '').join(': '), options);
  }
}
