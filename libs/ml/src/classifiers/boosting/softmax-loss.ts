import type { Loss } from './loss.ts';

/** Cross-entropy of the softmax of one score a class (Friedman 2001, §4.6). */
export function softmaxLoss(classes: number): Loss {
  const logSum = (scores: readonly Float64Array[], row: number): number => {
    let most = -Infinity;
    for (const ofClass of scores) most = Math.max(most, ofClass[row] ?? 0);
    let sum = 0;
    for (const ofClass of scores) sum += Math.exp((ofClass[row] ?? 0) - most);
    return most + Math.log(sum);
  };
  // The scores of a row may all be moved together, which halves the curvature of two classes (LightGBM).
  const curvature = classes / (classes - 1);
  return {
    outputs: classes,

    start(counts) {
      const rows = Array.from(counts).reduce((sum, count) => sum + count, 0);
      // A class that does not occur begins as if it had half a row.
      return Float64Array.from({ length: classes }, (_, i) => Math.log(Math.max(counts[i] ?? 0, 0.5) / rows));
    },

    derivatives(output, scores, labels, rows, pairs) {
      for (const row of rows) {
        const probability = Math.exp((scores[output]?.[row] ?? 0) - logSum(scores, row));
        pairs[2 * row] = probability - (labels[row] === output ? 1 : 0);
        pairs[2 * row + 1] = curvature * probability * (1 - probability);
      }
    },

    mean(scores, labels) {
      let sum = 0;
      for (const [row, label] of labels.entries()) sum += logSum(scores, row) - (scores[label]?.[row] ?? 0);
      return sum / labels.length;
    },
  };
}
