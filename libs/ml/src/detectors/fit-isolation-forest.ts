import type { Random } from '../random.ts';
import type { FeatureMatrix } from '../tables/feature-matrix.ts';
import { IsolationForest } from './isolation-forest.ts';

export interface IsolationForestConfig {
  readonly trees: number;
  /** Rows that each tree is grown from. */
  readonly sampleSize: number;
}

/** Those of the paper, with twice the trees. */
export const ISOLATION_FOREST: IsolationForestConfig = { trees: 200, sampleSize: 256 };

const EULER = 0.5772156649015329;

/** Mean path length of an unsuccessful search among `rows` keys: c(n) of the paper. */
function meanPath(rows: number): number {
  if (rows <= 1) return 0;
  return rows === 2 ? 1 : 2 * (Math.log(rows - 1) + EULER) - (2 * (rows - 1)) / rows;
}

/** Grows a forest; columns that are constant in the rows at hand are never asked. */
export function fitIsolationForest(
  matrix: FeatureMatrix,
  config: IsolationForestConfig,
  random: Random,
): IsolationForest {
  const nodes: NodeLists = { columns: [], thresholds: [], left: [], missingLeft: [], remaining: [] };
  const size = Math.min(config.sampleSize, matrix.rowCount);
  const depthMost = Math.ceil(Math.log2(Math.max(2, size)));
  const roots = Int32Array.from({ length: config.trees }, () => {
    const root = addNode(nodes);
    grow(matrix, random.sample(matrix.rowCount, size), { nodes, node: root, depthLeft: depthMost, random });
    return root;
  });
  return new IsolationForest({
    roots,
    columns: Int32Array.from(nodes.columns),
    thresholds: Float64Array.from(nodes.thresholds),
    left: Int32Array.from(nodes.left),
    missingLeft: Uint8Array.from(nodes.missingLeft),
    remaining: Float64Array.from(nodes.remaining),
    usualLength: Float64Array.of(Math.max(1, meanPath(size))),
  });
}

interface NodeLists {
  readonly columns: number[];
  readonly thresholds: number[];
  readonly left: number[];
  readonly missingLeft: number[];
  readonly remaining: number[];
}

interface Growth {
  readonly nodes: NodeLists;
  readonly node: number;
  readonly depthLeft: number;
  readonly random: Random;
}

/** A leaf, until it is asked something. */
function addNode(nodes: NodeLists): number {
  nodes.columns.push(-1);
  nodes.thresholds.push(0);
  nodes.left.push(0);
  nodes.missingLeft.push(0);
  nodes.remaining.push(0);
  return nodes.columns.length - 1;
}

/** Returns the mean number of questions that the rows have before them. */
function grow(matrix: FeatureMatrix, rows: Int32Array, { nodes, node, depthLeft, random }: Growth): number {
  const split = rows.length > 1 && depthLeft > 0 ? chooseSplit(matrix, rows, random) : undefined;
  if (split === undefined) return (nodes.remaining[node] = meanPath(rows.length));
  const { column, threshold } = split;
  const values = matrix.values[column] ?? new Float32Array();
  const below = rows.filter((row) => (values[row] ?? NaN) < threshold);
  const above = rows.filter((row) => (values[row] ?? NaN) >= threshold);
  const missing = rows.filter((row) => Number.isNaN(values[row]));
  const missingLeft = below.length >= above.length;
  const left = addNode(nodes);
  const right = addNode(nodes);
  nodes.columns[node] = column;
  nodes.thresholds[node] = threshold;
  nodes.left[node] = left;
  nodes.missingLeft[node] = missingLeft ? 1 : 0;
  const child = (at: number, part: Int32Array): number =>
    part.length * grow(matrix, part, { nodes, node: at, depthLeft: depthLeft - 1, random });
  const leftSum = child(left, missingLeft ? joined(below, missing) : below);
  const rightSum = child(right, missingLeft ? above : joined(above, missing));
  return (nodes.remaining[node] = 1 + (leftSum + rightSum) / rows.length);
}

function chooseSplit(
  { values }: FeatureMatrix,
  rows: Int32Array,
  random: Random,
): { readonly column: number; readonly threshold: number } | undefined {
  for (const column of random.sample(values.length, values.length)) {
    const ofColumn = values[column] ?? new Float32Array();
    let [low, high] = [Infinity, -Infinity];
    for (const row of rows) {
      const value = ofColumn[row] ?? NaN;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    // Above the lowest and at most the highest, so that neither side is empty.
    if (high > low) return { column, threshold: high - random.next() * (high - low) };
  }
  return undefined;
}

function joined(a: Int32Array, b: Int32Array): Int32Array {
  if (b.length === 0) return a;
  const all = new Int32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
