import type { Classifier } from '../../classifiers/classifier.ts';
import type { TableClassifier } from './table-classifier.ts';

/** A model of two classes as one of many: the first class has the logit 0, made of nothing. */
export const ofTwoClasses = (classifier: Classifier): TableClassifier => ({
  columns: classifier.columns,
  logits: (row) => Float64Array.of(0, classifier.logit(row)),
  explain: (row, ofClass) =>
    ofClass === 1
      ? classifier.explain(row)
      : { logit: 0, base: 0, contributions: new Float64Array(classifier.columns.length) },
  state: () => classifier.state(),
});
