import type { SparseRow } from '../features/items/attribute-features.ts';

export interface RidgeProblem {
  readonly rows: readonly SparseRow[];
  /** [rows, d], row-major. */
  readonly targets: Float32Array;
  /** What a row counts, 0 and up. */
  readonly weights: Float32Array;
  /** Columns of the rows. */
  readonly columns: number;
  readonly dimension: number;
  /** Added to the diagonal: pulls the solution towards 0. */
  readonly penalty: number;
}

/** Rounds of conjugate gradients: beyond that the solution only follows the noise. */
const ROUNDS = 15;

/**
 * W [columns, d] with the least sum of weight |row · W - target|² plus penalty |W|²: ridge regression by conjugate
 * gradients (Hestenes and Stiefel 1952), every target column on its own, the rows read once a round for all of them.
 */
export function ridge(problem: RidgeProblem): Float32Array {
  const { columns, dimension } = problem;
  const solution = new Float32Array(columns * dimension);
  const residual = applyTransposed(problem, problem.targets);
  const direction = residual.slice();
  let squares = columnDots(residual, residual, dimension);
  for (let round = 0; round < ROUNDS; round++) {
    const product = applyTransposed(problem, apply(problem, direction));
    addScaled(product, direction, new Float64Array(dimension).fill(problem.penalty));
    const curvature = columnDots(direction, product, dimension);
    const step = squares.map((square, i) => safeRatio(square, curvature[i] ?? 0));
    addScaled(solution, direction, step);
    addScaled(
      residual,
      product,
      step.map((each) => -each),
    );
    const next = columnDots(residual, residual, dimension);
    const turn = next.map((square, i) => safeRatio(square, squares[i] ?? 0));
    for (const [at, value] of residual.entries()) {
      direction[at] = value + (turn[at % dimension] ?? 0) * (direction[at] ?? 0);
    }
    squares = next;
  }
  return solution;
}

/** row · W: [d] */
export function timesMatrix(row: SparseRow, matrix: Float32Array, dimension: number): Float32Array {
  const product = new Float32Array(dimension);
  for (const [place, column] of row.columns.entries()) {
    const value = row.values[place] ?? 0;
    for (let i = 0, at = column * dimension; i < dimension; i++, at++) {
      product[i] = (product[i] ?? 0) + value * (matrix[at] ?? 0);
    }
  }
  return product;
}

/** Rows x W: [rows, d] */
function apply({ rows, dimension }: RidgeProblem, matrix: Float32Array): Float32Array {
  const product = new Float32Array(rows.length * dimension);
  for (const [place, row] of rows.entries())
    product.set(timesMatrix(row, matrix, dimension), place * dimension);
  return product;
}

/** Rows' x weights x values: [columns, d] */
function applyTransposed(
  { rows, weights, columns, dimension }: RidgeProblem,
  values: Float32Array,
): Float32Array {
  const product = new Float32Array(columns * dimension);
  for (const [place, row] of rows.entries()) {
    for (const [entry, column] of row.columns.entries()) {
      const value = (weights[place] ?? 0) * (row.values[entry] ?? 0);
      for (let i = 0, at = column * dimension, from = place * dimension; i < dimension; i++, at++, from++) {
        product[at] = (product[at] ?? 0) + value * (values[from] ?? 0);
      }
    }
  }
  return product;
}

/** Dot product of each column of two matrices [rows, d]. */
function columnDots(a: Float32Array, b: Float32Array, dimension: number): Float64Array {
  const dots = new Float64Array(dimension);
  for (const [at, value] of a.entries()) {
    const column = at % dimension;
    dots[column] = (dots[column] ?? 0) + value * (b[at] ?? 0);
  }
  return dots;
}

/** target += matrix, each column times its factor. */
function addScaled(target: Float32Array, matrix: Float32Array, factors: Float64Array): void {
  for (const [at, value] of matrix.entries()) {
    target[at] = (target[at] ?? 0) + (factors[at % factors.length] ?? 0) * value;
  }
}

/** A column that is solved already goes nowhere. */
const safeRatio = (a: number, b: number): number => (b <= 1e-30 ? 0 : a / b);
