import type { FeatureMatrix } from '../../tables/feature-matrix.ts';

export type BinColumn = Uint8Array | Uint16Array;

/** A table whose numbers are replaced by the numbers of their bins; a row without a value is in the last bin. */
export interface BinnedMatrix {
  readonly rowCount: number;
  /** [columns][edges] as binEdges gives them. */
  readonly edges: readonly Float64Array[];
  /** [columns][rows] */
  readonly bins: readonly BinColumn[];
  /** [columns]: where the bins of each column begin in a histogram of all of them, and, last, where they end. */
  readonly starts: Int32Array;
  /** [columns]: whether any row has no value. */
  readonly hasMissing: readonly boolean[];
}

/** Bins of one column, that for what is missing included. */
export const binCount = (edges: Float64Array): number => edges.length + 2;

/** Puts every number in its bin. */
export function binMatrix(matrix: FeatureMatrix, edges: readonly Float64Array[]): BinnedMatrix {
  const bins = matrix.values.map((values, column) => binColumn(values, edges[column] ?? new Float64Array()));
  const starts = new Int32Array(edges.length + 1);
  for (const [column, ofColumn] of edges.entries())
    starts[column + 1] = (starts[column] ?? 0) + binCount(ofColumn);
  return {
    rowCount: matrix.rowCount,
    edges,
    bins,
    starts,
    hasMissing: matrix.values.map(hasNaN),
  };
}

function hasNaN(values: Float32Array): boolean {
  // A callback for each of some million numbers would take longer than to bin them.
  for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) return true;
  return false;
}

/** Numbers share a key when the upper 16 bits of their 32 are equal. */
const KEYS = 2 ** 16;

function binColumn(values: Float32Array, edges: Float64Array): BinColumn {
  const missing = binCount(edges) - 1;
  const bins = missing < 256 ? new Uint8Array(values.length) : new Uint16Array(values.length);
  const firstBins = firstBinOfKeys(edges);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    if (Number.isNaN(value)) {
      bins[row] = missing;
      continue;
    }
    const key = keyOf(bits[row] ?? 0);
    let low = firstBins[key] ?? 0;
    let high = firstBins[key + 1] ?? 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value <= (edges[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    bins[row] = low;
  }
  return bins;
}

/** The upper half of a 32-bit float, so changed that keys are in the order of the numbers. */
const keyOf = (bits: number): number => (bits < 0x80000000 ? bits | 0x80000000 : ~bits) >>> 16;

/** [keys + 1]: the bin of the least number of each key, which bounds the search for the others. */
function firstBinOfKeys(edges: Float64Array): Int32Array {
  const perKey = new Int32Array(KEYS + 1);
  const single = new Float32Array(1);
  const bits = new Uint32Array(single.buffer);
  for (const edge of edges) {
    single[0] = edge;
    // An edge counts for all keys above its own; within its own, the search decides.
    const above = keyOf(bits[0] ?? 0) + 1;
    perKey[above] = (perKey[above] ?? 0) + 1;
  }
  for (let key = 1; key <= KEYS; key++) perKey[key] = (perKey[key] ?? 0) + (perKey[key - 1] ?? 0);
  return perKey;
}
