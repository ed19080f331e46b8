import type { Loss } from './loss.ts';

/** Binary cross-entropy of the log-odds of class 1. */
export const logLoss: Loss = {
  outputs: 1,

  start: (counts) => Float64Array.of(Math.log((counts[1] ?? 0) / (counts[0] ?? 0))),

  derivatives(_output, [scores = new Float64Array()], labels, rows, pairs) {
    for (const row of rows) {
      const probability = 1 / (1 + Math.exp(-(scores[row] ?? 0)));
      pairs[2 * row] = probability - (labels[row] ?? 0);
      pairs[2 * row + 1] = probability * (1 - probability);
    }
  },

  mean([scores = new Float64Array()], labels) {
    let sum = 0;
    for (let row = 0; row < labels.length; row++) {
      const margin = labels[row] === 1 ? -(scores[row] ?? 0) : (scores[row] ?? 0);
      // log(1 + e^margin) without overflow.
      sum += Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
    }
    return sum / labels.length;
  },
};
