import type { Fold } from '../../evaluation/k-fold.ts';

/**
 * Parts in the order of time: each fold is tested on one and learns from all before it. The first part is only learnt
 * from, and so are rows without a time. Rows of one time stay together. Undefined with too few different times.
 */
export function timeFolds(timesMs: ArrayLike<number>, folds: number): readonly Fold[] | undefined {
  const timeOf = (row: number): number => {
    const time = timesMs[row] ?? NaN;
    return Number.isNaN(time) ? -Infinity : time;
  };
  const order = Int32Array.from({ length: timesMs.length }, (_, row) => row).sort((a, b) => {
    const [first, second] = [timeOf(a), timeOf(b)];
    return first === second ? a - b : first < second ? -1 : 1;
  });
  const bounds = Array.from({ length: folds + 2 }, (_, part) => {
    let bound = Math.round((part * order.length) / (folds + 1));
    while (bound > 0 && bound < order.length && timeOf(order[bound] ?? 0) === timeOf(order[bound - 1] ?? 0))
      bound++;
    return bound;
  });
  const parts = Array.from({ length: folds }, (_, fold) => {
    const [from = 0, to = 0] = bounds.slice(fold + 1, fold + 3);
    return { train: order.slice(0, from).sort(), test: order.slice(from, to).sort() };
  });
  return parts.every(({ train, test }) => train.length > 0 && test.length > 0) ? parts : undefined;
}
