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
  orthonormalise(block, columns);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    block = multiply(matrix, block, columns);
    orthonormalise(block, columns);
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

/**
 * Makes the columns orthonormal, in place, by the Cholesky factor of their products (CholeskyQR2, Yamamoto et al. 2015: the
 * second pass removes what rounding left). It goes through the block row by row, as it lies in memory.
 */
function orthonormalise(block: Float32Array, columns: number): void {
  for (let pass = 0; pass < 2; pass++) {
    const factor = choleskyOf(productsOfColumns(block, columns), columns);
    for (let from = 0; from < block.length; from += columns) {
      const row = block.subarray(from, from + columns);
      for (let column = 0; column < columns; column++) {
        let value = row[column] ?? 0;
        const at = column * columns;
        for (let other = 0; other < column; other++) value -= (factor[at + other] ?? 0) * (row[other] ?? 0);
        const pivot = factor[at + column] ?? 0;
        row[column] = pivot === 0 ? 0 : value / pivot;
      }
    }
  }
}

/** Lower triangle of block' x block, [columns, columns]. */
function productsOfColumns(block: Float32Array, columns: number): Float64Array {
  const products = new Float64Array(columns * columns);
  for (let from = 0; from < block.length; from += columns) {
    for (let column = 0; column < columns; column++) {
      const value = block[from + column] ?? 0;
      if (value === 0) continue;
      const at = column * columns;
      for (let other = 0; other <= column; other++) {
        products[at + other] = (products[at + other] ?? 0) + value * (block[from + other] ?? 0);
      }
    }
  }
  return products;
}

/** A column of which less than this share is outside the span of those before it is dropped, not blown up. */
const OUTSIDE_LEAST = 1e-10;

/** Lower triangular L with L x L' = products, in place; the row of a dropped column is 0. */
function choleskyOf(products: Float64Array, columns: number): Float64Array {
  for (let column = 0; column < columns; column++) {
    const at = column * columns;
    const whole = products[at + column] ?? 0;
    for (let other = 0; other <= column; other++) {
      const to = other * columns;
      let value = products[at + other] ?? 0;
      for (let i = 0; i < other; i++) value -= (products[at + i] ?? 0) * (products[to + i] ?? 0);
      const pivot = products[to + other] ?? 0;
      if (other < column) products[at + other] = pivot === 0 ? 0 : value / pivot;
      else if (value > OUTSIDE_LEAST * whole) products[at + column] = Math.sqrt(value);
      else products.fill(0, at, at + columns);
    }
  }
  return products;
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
  let square = 0;
  for (const value of vector) square += value * value;
  if (square === 0) return;
  const length = Math.sqrt(square);
  for (const [i, value] of vector.entries()) vector[i] = value / length;
}
