import type { LabelledMatrix } from './labelled-matrix.ts';

/** The rows of these numbers, in that order. */
export function pickRows({ matrix, labels }: LabelledMatrix, rows: Int32Array): LabelledMatrix {
  return {
    matrix: {
      columns: matrix.columns,
      rowCount: rows.length,
      values: matrix.values.map((column) => Float32Array.from(rows, (row) => column[row] ?? NaN)),
    },
    labels: Int32Array.from(rows, (row) => labels[row] ?? 0),
  };
}
