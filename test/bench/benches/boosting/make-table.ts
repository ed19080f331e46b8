import { Random } from '#ml';

export interface MadeTable {
  /** [columns][rows] */
  readonly values: readonly Float32Array[];
  readonly labels: Int32Array;
}

/** Columns of noise, some of which say what the label is likely to be: by sums, limits and products. */
export function makeTable(rows: number, columns: number): MadeTable {
  const random = new Random(1);
  const values = Array.from({ length: columns }, () =>
    Float32Array.from({ length: rows }, () => random.normal()),
  );
  const at = (column: number, row: number): number => values[column % columns]?.[row] ?? 0;
  const labels = Int32Array.from({ length: rows }, (_, row) => {
    const logit =
      at(0, row) +
      2 * at(1, row) * at(2, row) +
      (at(3, row) > 1 ? 2 : 0) -
      Math.abs(at(4, row)) +
      Math.sin(3 * at(5, row)) +
      (at(6, row) > 0 === at(7, row) > 0 ? 1 : -1);
    return Number(random.next() < 1 / (1 + Math.exp(-logit)));
  });
  return { values, labels };
}
