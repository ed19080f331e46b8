import type { FeatureMatrix } from '../tables/feature-matrix.ts';

/** One row of a table: [columns], a copy; NaN where a column has no such row. */
export function rowOf({ values }: FeatureMatrix, row: number): Float64Array {
  return Float64Array.from(values, (column) => column[row] ?? NaN);
}
