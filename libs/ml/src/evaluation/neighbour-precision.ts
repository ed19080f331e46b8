import { dotRow } from '../retrieval/vectors.ts';

/**
 * How well vectors keep classes together: for each row the share of its k nearest others (by the cosine) that are of its class
 * (precision@k). `vectors` [rows, dimension], of length 1.
 */
export function neighbourPrecisions(
  vectors: Float32Array,
  dimension: number,
  classes: ArrayLike<number>,
  k: number,
): Float64Array {
  const rows = vectors.length / dimension;
  return Float64Array.from({ length: rows }, (_, row) => {
    const own = vectors.subarray(row * dimension, (row + 1) * dimension);
    const cosines = Float32Array.from({ length: rows }, (__, other) => dotRow(vectors, other, own));
    const nearest = Array.from({ length: rows }, (__, other) => other)
      .filter((other) => other !== row)
      .sort((a, b) => (cosines[b] ?? 0) - (cosines[a] ?? 0))
      .slice(0, k);
    return nearest.filter((other) => classes[other] === classes[row]).length / k;
  });
}

/** The mean of neighbourPrecisions. */
export function neighbourPrecision(...asked: Parameters<typeof neighbourPrecisions>): number {
  const precisions = neighbourPrecisions(...asked);
  return precisions.reduce((sum, each) => sum + each, 0) / precisions.length;
}
