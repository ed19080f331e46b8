import type { ItemMatrix } from '../models/item-matrix.ts';
import type { Random } from '../random.ts';

const ITERATIONS = 8;
/** More columns than asked for, so that the last ones asked for converge too. */
const EXTRA_COLUMNS = 10;
/** Added to the diagonal: makes the largest eigenvalues the positive ones. */
const DIAGONAL = 0.5;

/**
 * Start vectors for items: the top `dimension` eigenvectors of a symmetric matrix (plus 0.5 on the diagonal) by
 * block power iteration, each times the root of its eigenvalue, every row then scaled to length 1. Rows without any
 * entry get a random direction. Row-major [items, dimension].
 */
export function eigenvectorStart(matrix: ItemMatrix, dimension: number, random: Random): Float32Array {
  const itemCount = matrix.starts.length - 1;
  const columns = Math.min(itemCount, dimension + EXTRA_COLUMNS);
  let block = Float32Array.from({ length: itemCount * columns }, () => random.normal());
  orthonormalise(block, itemCount, columns);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    block = multiply(matrix, block, columns);
    orthonormalise(block, itemCount, columns);
  }
  // After convergence a column's eigenvalue is the length it gains, and columns come in falling order.
  const scales = Float32Array.from(rayleigh(matrix, block, columns), (value) =>
    Math.sqrt(Math.max(value, 0)),
  );
  const start = new Float32Array(itemCount * dimension);
  for (let item = 0; item < itemCount; item++) {
    const row = start.subarray(item * dimension, (item + 1) * dimension);
    const isEmpty = matrix.starts[item] === matrix.starts[item + 1];
    for (let i = 0; i < dimension; i++) {
      const known = i < columns && !isEmpty;
      row[i] = known ? (block[item * columns + i] ?? 0) * (scales[i] ?? 0) : 1e-3 * random.normal();
    }
    normalise(row);
  }
  return start;
}

/** (matrix + 0.5 I) x block. */
function multiply(matrix: ItemMatrix, block: Float32Array, columns: number): Float32Array<ArrayBuffer> {
  const product = new Float32Array(block.length);
  for (let item = 0; item + 1 < matrix.starts.length; item++) {
    const to = item * columns;
    for (let i = 0; i < columns; i++) product[to + i] = DIAGONAL * (block[to + i] ?? 0);
    for (let at = matrix.starts[item] ?? 0; at < (matrix.starts[item + 1] ?? 0); at++) {
      const from = (matrix.columns[at] ?? 0) * columns;
      const value = matrix.values[at] ?? 0;
      for (let i = 0; i < columns; i++)
        product[to + i] = (product[to + i] ?? 0) + value * (block[from + i] ?? 0);
    }
  }
  return product;
}

/** Modified Gram-Schmidt over the columns, in place. */
function orthonormalise(block: Float32Array, rows: number, columns: number): void {
  for (let column = 0; column < columns; column++) {
    for (let other = 0; other < column; other++) {
      const overlap = dotColumns(block, rows, columns, column, other);
      for (let row = 0; row < rows; row++) {
        const at = row * columns;
        block[at + column] = (block[at + column] ?? 0) - overlap * (block[at + other] ?? 0);
      }
    }
    const length = Math.sqrt(dotColumns(block, rows, columns, column, column));
    // A column inside the span of the others (a tiny or empty matrix) is dropped, not blown up.
    const scale = length > 1e-6 ? 1 / length : 0;
    for (let at = column; at < block.length; at += columns) block[at] = (block[at] ?? 0) * scale;
  }
}

function dotColumns(block: Float32Array, rows: number, columns: number, a: number, b: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++)
    sum += (block[row * columns + a] ?? 0) * (block[row * columns + b] ?? 0);
  return sum;
}

/** Rayleigh quotient of each column. */
function rayleigh(matrix: ItemMatrix, block: Float32Array, columns: number): Float64Array {
  const product = multiply(matrix, block, columns);
  const values = new Float64Array(columns);
  for (const [at, value] of product.entries()) {
    const column = at % columns;
    values[column] = (values[column] ?? 0) + value * (block[at] ?? 0);
  }
  return values;
}

/** To length 1, in place; a zero vector stays. */
export function normalise(vector: Float32Array): void {
  const length = Math.hypot(...vector);
  if (length === 0) return;
  for (const [i, value] of vector.entries()) vector[i] = value / length;
}
