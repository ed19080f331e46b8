/**
 * Sums of gradients and hessians of each bin, pair by pair: bin b of a column is at 2 (start + b) and the place after.
 * One array for all columns of one leaf.
 */
export type Histogram = Float64Array;
