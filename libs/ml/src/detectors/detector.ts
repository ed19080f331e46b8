import type { NamedArrays } from '../artifact/arrays.ts';

/** How strange a row is and which columns make it so: base and contributions add up to the score. */
export interface AnomalyScore {
  /** Higher is stranger; comparable for one detector only. */
  readonly score: number;
  /** What a row scores in which no column is strange. */
  readonly base: number;
  /** [columns]; below 0 for a column that speaks for the row. */
  readonly contributions: Float64Array;
}

/** A detector of unusual rows that was trained without labels, ready to score without TensorFlow. */
export interface Detector {
  readonly name: string;
  /** `row` [columns], NaN is missing. */
  score(row: Float64Array): AnomalyScore;
  /** Each has a static `from(state)`. */
  state(): NamedArrays;
}
