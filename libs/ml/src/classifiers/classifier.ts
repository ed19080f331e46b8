import type { NamedArrays } from '../artifact/arrays.ts';

/** What makes a score what it is: base and contributions add up to the logit. */
export interface Explained {
  readonly logit: number;
  readonly base: number;
  /** [columns] */
  readonly contributions: Float64Array;
}

/** A trained model of two classes, ready to score without TensorFlow. Each has a static `from(state)`. */
export interface Classifier {
  readonly name: string;
  readonly columns: readonly string[];
  /** Log-odds of the positive class. `row` [columns], NaN is missing. */
  logit(row: Float64Array): number;
  explain(row: Float64Array): Explained;
  state(): NamedArrays;
}
