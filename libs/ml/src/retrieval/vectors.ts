/** Dot product of row `row` of a row-major matrix [rows, d] with a vector [d]. */
export function dotRow(matrix: Float32Array, row: number, vector: Float32Array): number {
  const d = vector.length;
  const at = row * d;
  // Four sums at a time: one after the other they would wait for each other.
  let [a, b, c, e] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < d; i += 4) {
    a += (matrix[at + i] ?? 0) * (vector[i] ?? 0);
    b += (matrix[at + i + 1] ?? 0) * (vector[i + 1] ?? 0);
    c += (matrix[at + i + 2] ?? 0) * (vector[i + 2] ?? 0);
    e += (matrix[at + i + 3] ?? 0) * (vector[i + 3] ?? 0);
  }
  for (; i < d; i++) a += (matrix[at + i] ?? 0) * (vector[i] ?? 0);
  return a + b + (c + e);
}
