import type { NamedArrays } from '../../artifact/arrays.ts';
import type { Explained } from '../../classifiers/classifier.ts';

/** A model of the classes of a table, two or more: one contract for every family. */
export interface TableClassifier {
  readonly columns: readonly string[];
  /** [classes] Their softmax is the probability. `row` [columns], NaN is missing. */
  logits(row: Float64Array): Float64Array;
  /** What one class's logit is made of. */
  explain(row: Float64Array, ofClass: number): Explained;
  state(): NamedArrays;
}
