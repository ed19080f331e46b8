/** A row-major matrix [rows, d] in 8 bits a number: codes of a row times its scale. */
export interface RowCodes {
  readonly codes: Int8Array;
  /** [rows] */
  readonly scales: Float32Array;
}

const CODE_MAX = 127;

/** Symmetric int8 quantisation with a scale per row (Jacob et al. 2018): no number moves by more than half its row's scale. */
export function quantiseRows(matrix: Float32Array, d: number): RowCodes {
  const codes = new Int8Array(matrix.length);
  const scales = new Float32Array(matrix.length / d);
  for (let row = 0; row < scales.length; row++) {
    const values = matrix.subarray(row * d, (row + 1) * d);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = largest / CODE_MAX;
    scales[row] = scale;
    if (scale === 0) continue;
    for (let i = 0; i < d; i++) codes[row * d + i] = Math.round((values[i] ?? 0) / scale);
  }
  return { codes, scales };
}

/** The matrix that quantiseRows was given, but for the rounding. */
export function restoreRows({ codes, scales }: RowCodes): Float32Array {
  const d = scales.length === 0 ? 0 : codes.length / scales.length;
  return Float32Array.from(codes, (code, at) => code * (scales[Math.floor(at / d)] ?? 0));
}
