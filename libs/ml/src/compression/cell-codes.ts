import type { ItemMatrix } from '../models/item-matrix.ts';

/** A sparse matrix whose values are 8-bit codes of their share of the row's largest. */
export interface CellCodes {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly codes: Uint8Array;
  /** [rows] */
  readonly largest: Float32Array;
}

const CODE_MAX = 255;

/**
 * Drops cells below `leastShare` of the largest of their row (magnitude pruning, Han et al. 2015) and keeps the others as
 * 8-bit codes of the square root of their share: small cells, of which there are most, lose least. Values must not be
 * negative; within a row the largest must come first, and does so afterwards.
 */
export function encodeCells({ starts, columns, values }: ItemMatrix, leastShare: number): CellCodes {
  const rows = starts.length - 1;
  const kept = { starts: new Int32Array(rows + 1), columns: new Int32Array(columns.length) };
  const codes = new Uint8Array(columns.length);
  const largest = new Float32Array(rows);
  let length = 0;
  for (let row = 0; row < rows; row++) {
    const start = starts[row] ?? 0;
    const most = start < (starts[row + 1] ?? 0) ? (values[start] ?? 0) : 0;
    largest[row] = most;
    for (let at = start; at < (starts[row + 1] ?? 0); at++) {
      const share = (values[at] ?? 0) / most;
      const code = Math.round(CODE_MAX * Math.sqrt(share));
      if (!(share >= leastShare) || code === 0) continue;
      kept.columns[length] = columns[at] ?? 0;
      codes[length++] = code;
    }
    kept.starts[row + 1] = length;
  }
  return {
    starts: kept.starts,
    columns: kept.columns.slice(0, length),
    codes: codes.slice(0, length),
    largest,
  };
}

/** The matrix that encodeCells was given, but for the cells it dropped and the rounding. */
export function decodeCells({ starts, columns, codes, largest }: CellCodes): ItemMatrix {
  const values = new Float32Array(codes.length);
  for (let row = 0; row < largest.length; row++) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
      values[at] = ((codes[at] ?? 0) / CODE_MAX) ** 2 * (largest[row] ?? 0);
    }
  }
  return { starts, columns, values };
}
