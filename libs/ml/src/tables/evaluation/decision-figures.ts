/** How good decisions are. */
export interface DecisionFigures {
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * From rows by [true class][decided class]: of the positive class where there are two, otherwise the mean of all
 * classes (macro). Where a figure divides by nothing it is 0.
 */
export function decisionFigures(confusion: Float64Array, classCount: number): DecisionFigures {
  const at = (truth: number, decided: number): number => confusion[truth * classCount + decided] ?? 0;
  const classes = Array.from({ length: classCount }, (_, label) => label);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const each = (classCount === 2 ? [1] : classes).map((label) => {
    const hits = at(label, label);
    const decided = sum(classes.map((truth) => at(truth, label)));
    const labelled = sum(classes.map((decision) => at(label, decision)));
    return {
      precision: share(hits, decided),
      recall: share(hits, labelled),
      f1: share(2 * hits, decided + labelled),
    };
  });
  const mean = (of: 'precision' | 'recall' | 'f1'): number =>
    sum(each.map((figures) => figures[of])) / each.length;
  return {
    accuracy: share(sum(classes.map((label) => at(label, label))), sum([...confusion])),
    precision: mean('precision'),
    recall: mean('recall'),
    f1: mean('f1'),
  };
}
