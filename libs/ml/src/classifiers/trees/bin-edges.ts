import type { Random } from '../../random.ts';

export interface BinConfig {
  /** Of one column, without the one for what is missing. */
  readonly binsMost: number;
  /**
   * Share of the bins spent on the outermost hundredth of the rows at either end, beside their share by count: limits
   * such as "amount > 220" lie where rows are few.
   */
  readonly tailShare: number;
}

/** Rows looked at; more place the edges no better. */
const SAMPLE_ROWS = 200_000;
const TAIL = 0.01;
const FLOAT32_MOST = 3.4028234663852886e38;

/**
 * Where a column is cut into bins of about equal counts: ascending edges, bin b holds edges[b - 1] < value <= edges[b].
 * A column with few enough distinct values gets a bin for each of them.
 */
export function binEdges(values: Float32Array, config: BinConfig, random: Random): Float64Array {
  const sorted = sampled(values, random).sort();
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

/** The values that are there, all or a sample of them. */
function sampled(values: Float32Array, random: Random): Float32Array {
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length <= SAMPLE_ROWS) return present;
  return Float32Array.from({ length: SAMPLE_ROWS }, () => present[random.integer(present.length)] ?? 0);
}

function runs(sorted: Float32Array): { readonly distinct: number[]; readonly counts: number[] } {
  const [distinct, counts]: [number[], number[]] = [[], []];
  for (let from = 0, i = 1; i <= sorted.length; i++) {
    if (sorted[i] === sorted[from]) continue;
    distinct.push(sorted[from] ?? 0);
    counts.push(i - from);
    from = i;
  }
  return { distinct, counts };
}

/** The share of the bins that each distinct value has a claim to; they sum to 1. */
function binMasses(counts: readonly number[], rows: number, tailShare: number): Float64Array {
  const masses = new Float64Array(counts.length);
  let [seen, sum] = [0, 0];
  for (const [i, count] of counts.entries()) {
    const place = (seen + count / 2) / rows;
    const inTail = place < TAIL || place > 1 - TAIL;
    masses[i] = (count / rows) * (1 - tailShare + (inTail ? tailShare / (2 * TAIL) : 0));
    sum += masses[i] ?? 0;
    seen += count;
  }
  return masses.map((mass) => mass / sum);
}

const middle = (low = 0, high = 0): number =>
  (Math.max(low, -FLOAT32_MOST) + Math.min(high, FLOAT32_MOST)) / 2;
