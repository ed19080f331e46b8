import type { Random } from '../../random.ts';
import { binCount, type BinnedMatrix } from './binned-matrix.ts';
import type { Histogram } from './histogram.ts';
import { LeafHistograms } from './leaf-histograms.ts';
import { partitionRows } from './partition-rows.ts';
import { SplitSearch, type SearchConfig } from './split-search.ts';
import { noSplit, type LeafSums, type Split } from './split.ts';
import { TreeBuilder } from './tree-builder.ts';
import type { Tree } from './tree.ts';

export interface GrowthConfig extends SearchConfig {
  readonly leavesMost: number;
  readonly depthMost: number;
  /** Which leaf is cut next: the one that gains most, or the newest, which needs memory for the depth only. */
  readonly order: 'best first' | 'newest first';
  /** Every leaf's value is multiplied by it. */
  readonly learningRate: number;
}

export interface GrownLeaf {
  readonly value: number;
  /** Its rows: places from..to of the rows the tree was grown on. */
  readonly from: number;
  readonly to: number;
}

export interface GrownTree {
  readonly tree: Tree;
  readonly leaves: readonly GrownLeaf[];
  /** The rows it was grown on in the order of the leaves. */
  readonly rows: Int32Array;
}

interface Sums {
  readonly gradient: number;
  readonly hessian: number;
}

interface OpenLeaf extends LeafSums {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly histogram: Histogram;
  readonly split: Split;
}

/** Grows trees on one binned table (Ke et al. 2017), leaf by leaf. Its buffers are used again for every tree. */
export class TreeGrower {
  /** [rows of the table, 2]: gradients and hessians of the rows, to be filled before a tree is grown. */
  readonly pairs: Float32Array;
  private readonly histograms: LeafHistograms;
  private readonly search: SplitSearch;
  private readonly scratch: Int32Array;

  constructor(
    private readonly matrix: BinnedMatrix,
    private readonly config: GrowthConfig,
    random: Random,
  ) {
    const { order, leavesMost, depthMost } = config;
    // One for each open leaf, and one that is being made.
    this.histograms = new LeafHistograms(matrix, 2 + (order === 'best first' ? leavesMost : depthMost));
    this.pairs = this.histograms.pairs;
    this.search = new SplitSearch(matrix, config, random);
    this.scratch = new Int32Array(matrix.rowCount);
  }

  /** A tree that lowers the loss of these rows, each given once. */
  grow(given: Int32Array): GrownTree {
    const rows = this.histograms.rows.subarray(0, given.length);
    rows.set(given);
    const { leavesMost, order } = this.config;
    const builder = new TreeBuilder();
    const leaves: GrownLeaf[] = [];
    const open: OpenLeaf[] = [];
    const close = (leaf: OpenLeaf): void => {
      this.histograms.release(leaf.histogram);
      leaves.push({ value: this.valueOf(leaf), from: leaf.from, to: leaf.to });
    };
    const settle = (leaf: OpenLeaf): void => {
      if (leaf.split.column >= 0) open.push(leaf);
      else close(leaf);
    };
    settle(this.root(rows, builder));
    while (open.length + leaves.length < leavesMost) {
      const leaf = order === 'best first' ? takeBest(open) : open.pop();
      if (leaf === undefined) break;
      const [left, right] = this.cut(leaf, rows, builder);
      settle(left);
      settle(right);
    }
    for (const leaf of open) close(leaf);
    return { tree: builder.build(), leaves, rows: rows.slice() };
  }

  private root(rows: Int32Array, builder: TreeBuilder): OpenLeaf {
    let [gradient, hessian] = [0, 0];
    for (const row of rows) {
      gradient += this.pairs[2 * row] ?? 0;
      hessian += this.pairs[2 * row + 1] ?? 0;
    }
    const histogram = this.histograms.make(0, rows.length);
    return this.opened(builder, { gradient, hessian }, 0, rows.length, 0, histogram);
  }

  private cut(leaf: OpenLeaf, rows: Int32Array, builder: TreeBuilder): readonly [OpenLeaf, OpenLeaf] {
    const { from, to, split, histogram: larger } = leaf;
    const { column, bin, missingLeft } = split;
    const edges = this.matrix.edges[column] ?? new Float64Array();
    const bins = this.matrix.bins[column] ?? new Uint8Array();
    const by = { bin, missingBin: binCount(edges) - 1, missingLeft };
    const middle = partitionRows(rows, from, to, bins, by, this.scratch);
    const isLeftSmaller = middle - from < to - middle;
    const smaller = isLeftSmaller ? this.histograms.make(from, middle) : this.histograms.make(middle, to);
    this.histograms.subtract(larger, smaller);
    const leftSums = { gradient: split.leftGradient, hessian: split.leftHessian };
    const rightSums = {
      gradient: leaf.gradient - split.leftGradient,
      hessian: leaf.hessian - split.leftHessian,
    };
    const depth = leaf.depth + 1;
    const left = this.opened(builder, leftSums, from, middle, depth, isLeftSmaller ? smaller : larger);
    const right = this.opened(builder, rightSums, middle, to, depth, isLeftSmaller ? larger : smaller);
    builder.split(leaf.node, { column, threshold: edges[bin] ?? Infinity, missingLeft }, left.node);
    return [left, right];
  }

  /** A leaf of the tree, and how it would best be cut. */
  private opened(
    builder: TreeBuilder,
    sums: Sums,
    from: number,
    to: number,
    depth: number,
    histogram: Histogram,
  ): OpenLeaf {
    const rows = to - from;
    const node = builder.addLeaf(this.valueOf(sums), rows);
    const split = depth < this.config.depthMost ? this.search.best({ ...sums, rows }, histogram) : noSplit();
    return { ...sums, rows, node, from, to, depth, histogram, split };
  }

  private valueOf({ gradient, hessian }: Sums): number {
    return (-this.config.learningRate * gradient) / (hessian + this.config.l2);
  }
}

function takeBest(open: OpenLeaf[]): OpenLeaf | undefined {
  let best = 0;
  for (const [i, leaf] of open.entries()) if (leaf.split.gain > (open[best]?.split.gain ?? 0)) best = i;
  return open.splice(best, 1)[0];
}
