import type { Random } from '../random.ts';

const ROUNDS_MOST = 500;
/** A direction that turns by less has been found. */
const TURN_LEAST = 1e-10;

export interface Projection {
  /** [rows, count], row-major. */
  readonly points: Float32Array;
  /** [count] Share of the variance along each component, falling. */
  readonly explained: readonly number[];
}

/**
 * The rows [rows, dimension] on their first `count` principal components (Pearson 1901): power iteration on the
 * covariance, each found direction taken out before the next. The sign of a component is chance's, by the seed.
 */
export function principalComponents(
  rows: Float32Array,
  dimension: number,
  count: number,
  random: Random,
): Projection {
  const centred = centre(rows, dimension);
  const covariance = covarianceOf(centred, dimension);
  const total = variance(covariance, dimension);
  const length = rows.length / dimension;
  const points = new Float32Array(length * count);
  const explained: number[] = [];
  for (let component = 0; component < count; component++) {
    const { direction, value } = strongest(covariance, dimension, random);
    for (let row = 0; row < length; row++) {
      const own = centred.subarray(row * dimension, (row + 1) * dimension);
      points[row * count + component] = own.reduce((sum, x, i) => sum + x * (direction[i] ?? 0), 0);
    }
    deflate(covariance, direction, value);
    explained.push(total === 0 ? 0 : Math.max(0, value) / total);
  }
  return { points, explained };
}

function centre(rows: Float32Array, dimension: number): Float64Array {
  const means = new Float64Array(dimension);
  for (const [at, x] of rows.entries()) means[at % dimension] = (means[at % dimension] ?? 0) + x;
  const length = rows.length / dimension;
  return Float64Array.from(rows, (x, at) => x - (means[at % dimension] ?? 0) / length);
}

/** [d, d] */
function covarianceOf(centred: Float64Array, dimension: number): Float64Array {
  const covariance = new Float64Array(dimension * dimension);
  for (let row = 0; row < centred.length; row += dimension) {
    for (let i = 0; i < dimension; i++) {
      const x = centred[row + i] ?? 0;
      for (let j = 0; j < dimension; j++) {
        const at = i * dimension + j;
        covariance[at] = (covariance[at] ?? 0) + x * (centred[row + j] ?? 0);
      }
    }
  }
  return covariance;
}

function variance(covariance: Float64Array, dimension: number): number {
  let sum = 0;
  for (let i = 0; i < dimension; i++) sum += covariance[i * dimension + i] ?? 0;
  return sum;
}

function strongest(
  covariance: Float64Array,
  dimension: number,
  random: Random,
): { readonly direction: Float64Array; readonly value: number } {
  let direction = unit(Float64Array.from({ length: dimension }, () => random.normal())).vector;
  for (let round = 0; round < ROUNDS_MOST; round++) {
    const { vector, norm } = unit(times(covariance, direction));
    // Nothing is left in any direction.
    if (norm === 0) return { direction, value: 0 };
    const turn = 1 - Math.abs(vector.reduce((sum, x, i) => sum + x * (direction[i] ?? 0), 0));
    direction = vector;
    if (turn < TURN_LEAST) break;
  }
  const image = times(covariance, direction);
  return { direction, value: direction.reduce((sum, x, i) => sum + x * (image[i] ?? 0), 0) };
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const d = vector.length;
  return vector.map((_, i) => vector.reduce((sum, x, j) => sum + x * (matrix[i * d + j] ?? 0), 0));
}

function deflate(covariance: Float64Array, direction: Float64Array, value: number): void {
  const d = direction.length;
  for (const [i, x] of direction.entries()) {
    for (const [j, y] of direction.entries()) {
      covariance[i * d + j] = (covariance[i * d + j] ?? 0) - value * x * y;
    }
  }
}

function unit(vector: Float64Array): { readonly vector: Float64Array; readonly norm: number } {
  const norm = Math.hypot(...vector);
  return { vector: norm === 0 ? vector : vector.map((x) => x / norm), norm };
}
