/** Throws RangeError unless a row has one number for each column. */
export function checkWidth(row: Float64Array, columns: readonly string[]): void {
  if (row.length !== columns.length) {
    throw new RangeError(`a row of ${row.length} columns, the model has ${columns.length}`);
  }
}
