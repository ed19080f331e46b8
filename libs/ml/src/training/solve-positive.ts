/**
 * x of A x = b for a symmetric positive definite A [n, n], row-major, by Cholesky's factors. Throws RangeError when A is not
 * positive definite.
 */
export function solvePositive(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const factor = new Float64Array(n * n);
  const solution = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * n + column] ?? 0;
      for (let i = 0; i < column; i++) rest -= (factor[row * n + i] ?? 0) * (factor[column * n + i] ?? 0);
      if (row !== column) factor[row * n + column] = rest / (factor[column * n + column] ?? 1);
      else if (rest > 0) factor[row * n + row] = Math.sqrt(rest);
      else throw new RangeError(`the matrix is not positive definite in row ${row}`);
    }
    let rest = right[row] ?? 0;
    for (let i = 0; i < row; i++) rest -= (factor[row * n + i] ?? 0) * (solution[i] ?? 0);
    solution[row] = rest / (factor[row * n + row] ?? 1);
  }
  for (let row = n - 1; row >= 0; row--) {
    let rest = solution[row] ?? 0;
    for (let i = row + 1; i < n; i++) rest -= (factor[i * n + row] ?? 0) * (solution[i] ?? 0);
    solution[row] = rest / (factor[row * n + row] ?? 1);
  }
  return solution;
}
