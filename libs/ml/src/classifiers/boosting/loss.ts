/** What boosting lowers: how wrong scores are, and which way is down. */
export interface Loss {
  /** Scores of a row: one for two classes, one a class for more. */
  readonly outputs: number;
  /** [outputs]: the scores that suit all rows best, to begin with. `counts` [classes]: rows of each. */
  start(counts: ArrayLike<number>): Float64Array;
  /**
   * Writes the first and second derivative by the scores of one output into `pairs` [rows, 2], for these rows.
   * `scores` [outputs][rows].
   */
  derivatives(
    output: number,
    scores: readonly Float64Array[],
    labels: Int32Array,
    rows: Int32Array,
    pairs: Float32Array,
  ): void;
  /** Mean over all rows. */
  mean(scores: readonly Float64Array[], labels: Int32Array): number;
}
