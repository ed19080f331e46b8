/** Rows, each as often as it counts, by [true class][decided class]. */
export function confusionOf(
  labels: Int32Array,
  decisions: Int32Array,
  classCount: number,
  weights?: ArrayLike<number>,
): Float64Array {
  const confusion = new Float64Array(classCount * classCount);
  for (let row = 0; row < labels.length; row++) {
    const at = (labels[row] ?? 0) * classCount + (decisions[row] ?? 0);
    confusion[at] = (confusion[at] ?? 0) + (weights === undefined ? 1 : (weights[row] ?? 0));
  }
  return confusion;
}
