/** Bins of a column that a tenth of the values it was cut by falls into each, as far as they differ. */
export interface QuantileBins {
  /** Values under it are in a bin of their own; NaN where no value was known. */
  readonly lowest: number;
  /** Ascending and distinct; a bin ends with each, and one follows the last. */
  readonly edges: Float64Array;
}

const PARTS = 10;

/** Cuts a column into tenths; NaN is missing and has a bin of its own. */
export function cutQuantiles(values: ArrayLike<number>): QuantileBins {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const cuts = Array.from(
    { length: PARTS - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / PARTS)] ?? NaN,
  );
  const edges = [...new Set(cuts)].filter((cut) => !Number.isNaN(cut));
  return { lowest: sorted[0] ?? NaN, edges: Float64Array.from(edges) };
}

/** Under the lowest, up to each edge, above the last, missing. */
export const binCount = ({ edges }: QuantileBins): number => edges.length + 3;

/** The bin of a value, 0 to binCount - 1. */
export function binOf({ lowest, edges }: QuantileBins, value: number): number {
  if (Number.isNaN(value)) return edges.length + 2;
  if (value < lowest) return 0;
  let bin = 0;
  while (bin < edges.length && (edges[bin] ?? Infinity) < value) bin += 1;
  return bin + 1;
}
