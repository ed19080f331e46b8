import type { LabelledMatrix } from '../classifiers/labelled-matrix.ts';
import type { Random } from '../random.ts';

/** Rows with numbers between -1 and 1 in three columns, the outcome as told; the third column is noise. */
function table(
  rows: number,
  random: Random,
  isPositive: (a: number, b: number) => boolean,
  missingShare = 0,
): LabelledMatrix {
  const values = Array.from({ length: 3 }, () =>
    Float32Array.from({ length: rows }, () => 2 * random.next() - 1),
  );
  const [a = new Float32Array(), b = new Float32Array()] = values;
  const labels = Int32Array.from(a, (value, row) => Number(isPositive(value, b[row] ?? 0)));
  for (let row = 0; row < rows; row++) if (random.next() < missingShare) b[row] = NaN;
  return { matrix: { columns: ['a', 'b', 'noise'], rowCount: rows, values }, labels };
}

/** Positive above a line: a linear model can learn it. */
export const separable = (rows: number, random: Random): LabelledMatrix =>
  table(rows, random, (a, b) => a + 2 * b > 0.5);

/** Positive where the signs of two columns differ: no linear model can. */
export const exclusiveOr = (rows: number, random: Random): LabelledMatrix =>
  table(rows, random, (a, b) => a > 0 !== b > 0);

/** The separable problem, with one number of column b in five missing. */
export const withMissing = (rows: number, random: Random): LabelledMatrix =>
  table(rows, random, (a, b) => a + 2 * b > 0.5, 0.2);
