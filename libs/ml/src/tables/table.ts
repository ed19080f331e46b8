import type { ColumnSchema } from './columns/column-schema.ts';

/** A category that is none of the schema's. */
export const UNSEEN = -2;
/** A category that is missing. */
export const MISSING = -1;

/** One column that is learnt from. */
export interface TableColumn {
  readonly schema: ColumnSchema;
  /**
   * [rows] Numbers, true as 1 and false as 0, dates as milliseconds since 1970, NaN for missing; of a category its
   * place among the schema's categories, MISSING or UNSEEN.
   */
  readonly values: Float32Array | Float64Array | Int32Array;
}

/** What a file holds, by column. */
export interface Table {
  readonly rowCount: number;
  readonly columns: readonly TableColumn[];
}
