import type { NamedArrays } from '../../artifact/arrays.ts';
import type { Tree } from './tree.ts';

/** Many trees whose leaf values add up, one after the other in the same arrays, so that a row is scored quickly. */
export class Trees implements Tree {
  readonly count: number;

  private constructor(
    /** [trees + 1]: the root of each tree; last, where the nodes end. */
    readonly roots: Int32Array,
    readonly column: Int32Array,
    readonly threshold: Float64Array,
    readonly missingLeft: Uint8Array,
    readonly left: Int32Array,
    readonly value: Float64Array,
    readonly cover: Float64Array,
  ) {
    this.count = roots.length - 1;
  }

  static join(trees: readonly Tree[]): Trees {
    const roots = new Int32Array(trees.length + 1);
    for (const [i, { column }] of trees.entries()) roots[i + 1] = (roots[i] ?? 0) + column.length;
    const nodes = roots[trees.length] ?? 0;
    const joined = new Trees(
      roots,
      new Int32Array(nodes),
      new Float64Array(nodes),
      new Uint8Array(nodes),
      new Int32Array(nodes),
      new Float64Array(nodes),
      new Float64Array(nodes),
    );
    for (const [i, tree] of trees.entries()) {
      const root = roots[i] ?? 0;
      joined.column.set(tree.column, root);
      joined.threshold.set(tree.threshold, root);
      joined.missingLeft.set(tree.missingLeft, root);
      joined.left.set(
        tree.left.map((left) => left + root),
        root,
      );
      joined.value.set(tree.value, root);
      joined.cover.set(tree.cover, root);
    }
    return joined;
  }

  /** What `state` gave. Throws TypeError when arrays are missing or of another kind. */
  static from({ roots, column, threshold, missingLeft, left, value, cover }: NamedArrays): Trees {
    if (
      !(roots instanceof Int32Array && column instanceof Int32Array && left instanceof Int32Array) ||
      !(threshold instanceof Float64Array && value instanceof Float64Array) ||
      !(missingLeft instanceof Uint8Array && cover instanceof Float64Array)
    ) {
      throw new TypeError('the arrays are not those of trees');
    }
    return new Trees(roots, column, threshold, missingLeft, left, value, cover);
  }

  state(): NamedArrays {
    const { roots, column, threshold, missingLeft, left, value, cover } = this;
    return { roots, column, threshold, missingLeft, left, value, cover };
  }

  /** The sum of the leaves that a row comes to, over the trees from..to. */
  sum(row: Float64Array, from = 0, to = this.count): number {
    let sum = 0;
    for (let tree = from; tree < to; tree++) sum += this.value[this.leafOf(row, tree)] ?? 0;
    return sum;
  }

  /** The node at which a row ends in one tree. */
  leafOf(row: Float64Array, tree: number): number {
    const { column, threshold, missingLeft, left } = this;
    let node = this.roots[tree] ?? 0;
    for (;;) {
      const by = column[node] ?? -1;
      if (by < 0) return node;
      const value = row[by] ?? NaN;
      // What is missing is not above the threshold, nor below it.
      const goesLeft = value <= (threshold[node] ?? 0) || (Number.isNaN(value) && missingLeft[node] === 1);
      node = (left[node] ?? 0) + (goesLeft ? 0 : 1);
    }
  }

  /** Every leaf's value times `factor`. */
  scaled(factor: number): Trees {
    const { roots, column, threshold, missingLeft, left, value, cover } = this;
    return new Trees(
      roots,
      column,
      threshold,
      missingLeft,
      left,
      value.map((each) => each * factor),
      cover,
    );
  }
}
