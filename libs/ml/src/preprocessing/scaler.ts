/** Turns a row into numbers of like size, column by column: (x - offset) x factor. */
export interface Scaler {
  readonly offsets: Float64Array;
  readonly factors: Float64Array;
}

/** Mean 0 and standard deviation 1 over the rows. A constant column becomes 0. */
export function fitZScore(rows: readonly Float64Array[]): Scaler {
  const columns = columnCount(rows);
  const offsets = new Float64Array(columns);
  const factors = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    let mean = 0;
    let squares = 0;
    // Welford 1962: stable in one pass.
    for (const [i, row] of rows.entries()) {
      const distance = (row[column] ?? 0) - mean;
      mean += distance / (i + 1);
      squares += distance * ((row[column] ?? 0) - mean);
    }
    const deviation = Math.sqrt(squares / rows.length);
    offsets[column] = mean;
    factors[column] = isConstant(deviation, mean) ? 0 : 1 / deviation;
  }
  return { offsets, factors };
}

/** 0 at the smallest value of the rows, 1 at the largest. A constant column becomes 0. */
export function fitMinMax(rows: readonly Float64Array[]): Scaler {
  const columns = columnCount(rows);
  const offsets = new Float64Array(columns);
  const factors = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    const values = rows.map((row) => row[column] ?? 0);
    const low = values.reduce((least, value) => Math.min(least, value), Infinity);
    const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
    offsets[column] = low;
    factors[column] = high === low ? 0 : 1 / (high - low);
  }
  return { offsets, factors };
}

/** The scaled row, limited to ±`most`: one wild value must not decide alone. */
export function scaleRow(scaler: Scaler, row: Float64Array, most = Infinity): Float64Array {
  return row.map((value, column) => {
    const scaled = (value - (scaler.offsets[column] ?? 0)) * (scaler.factors[column] ?? 0);
    return Math.max(-most, Math.min(most, scaled));
  });
}

function columnCount(rows: readonly Float64Array[]): number {
  const first = rows[0];
  if (first === undefined) throw new RangeError('a scaler needs at least one row');
  return first.length;
}

/** Rounding makes a constant column's deviation a few units in the last place instead of 0. */
function isConstant(deviation: number, mean: number): boolean {
  return deviation <= 1e-12 * Math.max(1, Math.abs(mean));
}
