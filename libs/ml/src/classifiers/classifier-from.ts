import type { NamedArrays } from '../artifact/arrays.ts';
import { BoostedTrees } from './boosting/boosted-trees.ts';
import type { Classifier } from './classifier.ts';
import { DenseClassifier } from './dense/dense-classifier.ts';
import { RandomForest } from './forest/random-forest.ts';
import { LogisticRegression } from './logistic/logistic-regression.ts';

/** By the name that each kind of classifier has. */
const KINDS: Readonly<Record<string, (state: NamedArrays) => Classifier>> = {
  boosting: (state) => BoostedTrees.from(state),
  dense: (state) => DenseClassifier.from(state),
  'random forest': (state) => RandomForest.from(state),
  'extra trees': (state) => RandomForest.from(state),
  'logistic regression': (state) => LogisticRegression.from(state),
};

/** The classifier of that name whose state it is. Throws TypeError on a name that is none. */
export function classifierFrom(name: string, state: NamedArrays): Classifier {
  const from = KINDS[name];
  if (from === undefined) throw new TypeError(`no kind of classifier is called "${name}"`);
  return from(state);
}
