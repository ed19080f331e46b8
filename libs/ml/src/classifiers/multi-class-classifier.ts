import type { NamedArrays } from '../artifact/arrays.ts';
import type { Explained } from './classifier.ts';

/** A trained model of two or more classes, ready to score without TensorFlow. Each has a static `from(state)`. */
export interface MultiClassClassifier {
  readonly name: string;
  readonly columns: readonly string[];
  readonly classCount: number;
  /** [classes] Unnormalised log-probabilities: their softmax is the probability. `row` [columns], NaN is missing. */
  logits(row: Float64Array): Float64Array;
  /** The parts of one class's logit. */
  explain(row: Float64Array, ofClass: number): Explained;
  state(): NamedArrays;
}
