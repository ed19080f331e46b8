/** Rows of like probability: what was said and what was so. */
export interface ReliabilityBin {
  readonly rows: number;
  readonly meanProbability: number;
  readonly positiveShare: number;
}

const BINS = 10;

/** Bins of nearly equal size by rising probability; rows of equal probability stay together. */
export function reliability(
  probabilities: ArrayLike<number>,
  labels: readonly boolean[],
  bins = BINS,
): readonly ReliabilityBin[] {
  const order = labels.map((_, row) => row).sort((a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0));
  const result: ReliabilityBin[] = [];
  for (let from = 0; from < order.length;) {
    let to = Math.max(from + 1, Math.round(((result.length + 1) * order.length) / bins));
    const last = probabilities[order[to - 1] ?? 0];
    while (to < order.length && probabilities[order[to] ?? 0] === last) to++;
    const rows = order.slice(from, to);
    result.push({
      rows: rows.length,
      meanProbability: rows.reduce((sum, row) => sum + (probabilities[row] ?? 0), 0) / rows.length,
      positiveShare: rows.filter((row) => labels[row]).length / rows.length,
    });
    from = to;
  }
  return result;
}
