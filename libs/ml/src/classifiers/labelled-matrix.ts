import type { FeatureMatrix } from '../tables/feature-matrix.ts';

/** Rows with their outcome. */
export interface LabelledMatrix {
  readonly matrix: FeatureMatrix;
  /** [rows]: the class, 0 or 1 where there are two and 1 is the positive one. */
  readonly labels: Int32Array;
}

/**
 * How many rows each class has. Throws RangeError, naming what is wrong, unless there are rows, labels for all of
 * them below `classes`, and at least two classes that occur.
 */
export function countClasses({ matrix, labels }: LabelledMatrix, classes = 2): Int32Array {
  const { rowCount, columns, values } = matrix;
  if (rowCount === 0 || columns.length === 0) throw new RangeError('no rows or no columns to learn from');
  if (labels.length !== rowCount) throw new RangeError(`${labels.length} labels for ${rowCount} rows`);
  if (values.length !== columns.length || values.some((column) => column.length !== rowCount)) {
    throw new RangeError(`the table is not ${columns.length} columns of ${rowCount} rows`);
  }
  const counts = new Int32Array(classes);
  for (const [row, label] of labels.entries()) {
    if (label >= classes)
      throw new RangeError(`row ${row} has the class ${label}, the last is ${classes - 1}`);
    counts[label] = (counts[label] ?? 0) + 1;
  }
  if (counts.filter((count) => count > 0).length < 2) throw new RangeError('all rows are of one class');
  return counts;
}
