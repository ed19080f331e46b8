/** Where a leaf is cut in two. */
export interface Split {
  /** How much the loss falls, to second order, times two. */
  gain: number;
  column: number;
  /** Rows in this bin and those before it go left. */
  bin: number;
  missingLeft: boolean;
  leftGradient: number;
  leftHessian: number;
}

export interface SplitLimits {
  /** Rows of a leaf, at least: counted from the hessians, as LightGBM does. */
  readonly leafRowsMin: number;
  /** Sum of the hessians of a leaf, at least: keeps out nearly empty leaves with extreme log-odds. */
  readonly leafHessianMin: number;
  /** Added to the sum of the hessians of a leaf (ridge). */
  readonly l2: number;
}

/** What is known of a leaf before it is cut. */
export interface LeafSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
}

export const noSplit = (): Split => ({
  gain: 0,
  column: -1,
  bin: 0,
  missingLeft: false,
  leftGradient: 0,
  leftHessian: 0,
});
