import type { Random } from '../../random.ts';

/** Rows of one bag, each once, in their order. */
export interface Bag {
  readonly rows: Int32Array;
  /** [rows of the table]: how often each was drawn. */
  readonly weights: Float32Array;
}

/**
 * Rows to learn from: a share of the commonest class without replacement, of every other class as many as there are, with
 * replacement (a bootstrap). Rare rows are what differs from bag to bag and what none can spare.
 */
export function drawBag(labels: Int32Array, counts: Int32Array, share: number, random: Random): Bag {
  const commonest = counts.indexOf(Math.max(...counts));
  const weights = new Float32Array(labels.length);
  const rowsOf = Array.from(counts, () => [] as number[]);
  for (const [row, label] of labels.entries()) {
    if (label === commonest) weights[row] = random.next() < share ? 1 : 0;
    else rowsOf[label]?.push(row);
  }
  for (const rows of rowsOf) {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[random.integer(rows.length)] ?? 0;
      weights[row] = (weights[row] ?? 0) + 1;
    }
  }
  const all = Int32Array.from(labels, (_, row) => row);
  return { rows: all.filter((row) => (weights[row] ?? 0) > 0), weights };
}
