import type { FeatureMatrix } from '../tables/feature-matrix.ts';
import { ColumnHistograms, type ColumnBins } from './column-histograms.ts';

/** How bins are laid and how rare a bin may be. */
export interface HistogramConfig {
  /** Edges at equal steps of the values, or at equal shares of the rows and closer and closer towards both ends. */
  readonly bins: 'equal-width' | 'quantile';
  readonly count: number;
  /** Added to a bin's density, of which 1 is the highest: beyond it nothing is stranger. */
  readonly floor: number;
}

/** A bin of equal values would be infinitely dense: it is taken to be so wide, of the column's range. */
const WIDTH_LEAST = 1 / 20_000;

/** Histograms of every column; missing values are a bin of their own. */
export function fitHistograms(
  name: string,
  { values, rowCount }: FeatureMatrix,
  config: HistogramConfig,
): ColumnHistograms {
  const columns = values.map((column) => fitColumn(Float64Array.from(column).sort(), config));
  const starts = new Int32Array(columns.length + 1);
  for (const [i, { edges }] of columns.entries()) starts[i + 1] = (starts[i] ?? 0) + edges.length;
  const rarest = -Math.log(config.floor);
  const bins: ColumnBins = {
    starts,
    edges: Float64Array.from(columns.flatMap(({ edges }) => edges)),
    strangeness: Float64Array.from(columns.flatMap(({ strangeness }) => strangeness)),
    outside: new Float64Array(columns.length).fill(rarest),
    missing: Float64Array.from(columns, ({ present }) => missingStrangeness(present, rowCount, config.floor)),
  };
  return new ColumnHistograms(name, bins);
}

interface FittedColumn {
  readonly edges: readonly number[];
  readonly strangeness: readonly number[];
  /** Rows that have a value. */
  readonly present: number;
}

/** `sorted` has what is missing at its end. */
function fitColumn(sorted: Float64Array, config: HistogramConfig): FittedColumn {
  const firstMissing = sorted.findIndex(Number.isNaN);
  const known = firstMissing < 0 ? sorted : sorted.subarray(0, firstMissing);
  const [low, high] = [known[0], known.at(-1)];
  if (low === undefined || high === undefined) return { edges: [], strangeness: [], present: 0 };
  // One bin, that of the only value there is.
  if (low === high) return { edges: [low, high], strangeness: [ordinary(config), 0], present: known.length };
  const edges =
    config.bins === 'quantile' ? quantileEdges(known, config.count) : evenEdges(low, high, config.count);
  const densities = edges.slice(1).map((edge, i) => {
    const from = edges[i] ?? low;
    const count = countBelow(known, edge, edge === high) - countBelow(known, from, false);
    return count / Math.max(edge - from, WIDTH_LEAST * (high - low));
  });
  const most = densities.reduce((a, b) => Math.max(a, b), 0);
  return {
    edges,
    strangeness: [...densities.map((density) => -Math.log(density / most + config.floor)), 0],
    present: known.length,
  };
}

/** Of the fullest bin. */
const ordinary = ({ floor }: HistogramConfig): number => -Math.log(1 + floor);

function missingStrangeness(present: number, rowCount: number, floor: number): number {
  const absent = rowCount - present;
  return -Math.log(absent / Math.max(absent, present, 1) + floor);
}

const evenEdges = (low: number, high: number, count: number): number[] => [
  ...Array.from({ length: count }, (_, i) => low + ((high - low) * i) / count),
  high,
];

/** Beyond the outermost bins of equal shares: what is strange is in the tails, and one bin would hide how far out it is. */
const TAILS = [0.0001, 0.001, 0.01];

/** At equal shares of the rows: so many bins as are told, fewer where values are equal. */
export function equalShareEdges(sorted: Float64Array, count: number): number[] {
  return edgesAt(
    sorted,
    Array.from({ length: count + 1 }, (_, i) => i / count),
  );
}

function quantileEdges(sorted: Float64Array, count: number): number[] {
  const inner = Array.from({ length: count - 1 }, (_, i) => (i + 1) / count);
  return edgesAt(sorted, [0, ...TAILS, ...inner, ...TAILS.map((tail) => 1 - tail).reverse(), 1]);
}

function edgesAt(sorted: Float64Array, shares: readonly number[]): number[] {
  const edges = shares.map((share) => quantile(sorted, share));
  return edges.filter((edge, i) => i === 0 || edge > (edges[i - 1] ?? -Infinity));
}

/** Straight lines between the sorted values. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [a = NaN, b = a] = [sorted[below], sorted[below + 1]];
  return a + (place - below) * (b - a);
}

/** How many are below the value, or at it too. */
function countBelow(sorted: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = sorted[middle] ?? Infinity;
    if (at < value || (orEqual && at === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
