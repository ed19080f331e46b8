export interface BinConfig {
  /** Of one column, without the one for what is missing. */
  readonly binsMost: number;
  /**
   * Share of the bins spent on the outermost hundredth of the rows at either end, beside their share by count: limits
   * such as "amount > 220" lie where rows are few.
   */
  readonly tailShare: number;
}

const TAIL = 0.01;
const FLOAT32_MOST = 3.4028234663852886e38;

/**
 * Where a column is cut into bins of about equal counts: ascending edges, bin b holds edges[b - 1] < value <= edges[b].
 * A column with few enough distinct values gets a bin for each of them.
 */
export function binEdges(values: Float32Array, config: BinConfig): Float64Array {
  const sorted = present(values).sort();
  const { distinct, counts } = runs(sorted);
  const last = distinct.length - 1;
  if (last < config.binsMost) {
    return Float64Array.from({ length: Math.max(0, last) }, (_, i) => middle(distinct[i], distinct[i + 1]));
  }
  const masses = binMasses(counts, sorted.length, config.tailShare);
  const edges: number[] = [];
  let [restMass, restBins, mass] = [1, config.binsMost, 0];
  for (let i = 0; i < last && restBins > 1; i++) {
    const target = restMass / restBins;
    mass += masses[i] ?? 0;
    // A value that fills a bin by itself gets one.
    if (mass < target && (masses[i + 1] ?? 0) < target) continue;
    edges.push(middle(distinct[i], distinct[i + 1]));
    restMass -= mass;
    restBins--;
    mass = 0;
  }
  return Float64Array.from(edges);
}

/** A copy of the values that are there. */
function present(values: Float32Array): Float32Array {
  const kept = new Float32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (!Number.isNaN(value)) kept[count++] = value;
  }
  return kept.subarray(0, count);
}

/** Distinct values, ascending, and how often each occurs. */
function runs(sorted: Float32Array): { readonly distinct: Float32Array; readonly counts: Int32Array } {
  const distinct = new Float32Array(sorted.length);
  const counts = new Int32Array(sorted.length);
  let at = -1;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] ?? 0;
    if (i === 0 || value !== distinct[at]) distinct[++at] = value;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { distinct: distinct.subarray(0, at + 1), counts: counts.subarray(0, at + 1) };
}

/** The share of the bins that each distinct value has a claim to; they sum to 1. */
function binMasses(counts: Int32Array, rows: number, tailShare: number): Float64Array {
  const masses = new Float64Array(counts.length);
  let [seen, sum] = [0, 0];
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? 0;
    const place = (seen + count / 2) / rows;
    const inTail = place < TAIL || place > 1 - TAIL;
    const mass = (count / rows) * (1 - tailShare + (inTail ? tailShare / (2 * TAIL) : 0));
    masses[i] = mass;
    sum += mass;
    seen += count;
  }
  for (let i = 0; i < masses.length; i++) masses[i] = (masses[i] ?? 0) / sum;
  return masses;
}

const middle = (low = 0, high = 0): number =>
  (Math.max(low, -FLOAT32_MOST) + Math.min(high, FLOAT32_MOST)) / 2;
