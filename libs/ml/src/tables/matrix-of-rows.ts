import type { FeatureMatrix } from './feature-matrix.ts';

/** Rows of numbers as a table. `rows` [rows][columns]; what a row lacks is missing. */
export const matrixOfRows = (columns: readonly string[], rows: readonly Float64Array[]): FeatureMatrix => ({
  columns,
  rowCount: rows.length,
  values: columns.map((_, column) => Float32Array.from(rows, (row) => row[column] ?? NaN)),
});
