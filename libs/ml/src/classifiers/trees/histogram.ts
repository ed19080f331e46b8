import type { BinColumn } from './binned-matrix.ts';

/**
 * Sums of gradients and hessians of each bin, pair by pair: bin b of a column is at 2 (start + b) and the place after.
 * One array for all columns of one leaf.
 */
export type Histogram = Float64Array;

/**
 * Adds the rows of a leaf to the bins of one column. `pairs` [rows of the leaf, 2] has their gradients and hessians
 * in the order of `rows` from `from` on.
 */
export function addColumn(
  histogram: Histogram,
  start: number,
  bins: BinColumn,
  rows: Int32Array,
  from: number,
  to: number,
  pairs: Float32Array,
): void {
  const base = 2 * start;
  for (let i = from, at = 0; i < to; i++, at += 2) {
    const place = base + 2 * (bins[rows[i] ?? 0] ?? 0);
    histogram[place] = (histogram[place] ?? 0) + (pairs[at] ?? 0);
    histogram[place + 1] = (histogram[place + 1] ?? 0) + (pairs[at + 1] ?? 0);
  }
}

/** The histogram of one child is its parent's less its sibling's: the parent's becomes it, in place. */
export function subtract(parent: Histogram, child: Histogram): void {
  for (let i = 0; i < parent.length; i++) parent[i] = (parent[i] ?? 0) - (child[i] ?? 0);
}
