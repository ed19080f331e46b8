/** The first three moments of what a column holds. */
export interface ColumnMoments {
  readonly mean: number;
  readonly deviation: number;
  /** 0 is symmetric; 0 also for a constant column. */
  readonly skewness: number;
  /** Rows that hold nothing. */
  readonly missing: number;
}

/** Of these rows, each value changed by `change` first; NaN is missing. Two passes, so that large means do no harm. */
export function columnMoments(
  values: Float32Array,
  rows: Int32Array,
  change: (value: number) => number = (value) => value,
): ColumnMoments {
  let sum = 0;
  let missing = 0;
  for (const row of rows) {
    const value = values[row] ?? NaN;
    if (Number.isNaN(value)) missing++;
    else sum += change(value);
  }
  const count = rows.length - missing;
  const mean = count === 0 ? 0 : sum / count;
  let [squares, cubes] = [0, 0];
  for (const row of rows) {
    const value = values[row] ?? NaN;
    if (Number.isNaN(value)) continue;
    const distance = change(value) - mean;
    squares += distance * distance;
    cubes += distance * distance * distance;
  }
  const deviation = count === 0 ? 0 : Math.sqrt(squares / count);
  return { mean, deviation, skewness: deviation === 0 ? 0 : cubes / count / deviation ** 3, missing };
}
