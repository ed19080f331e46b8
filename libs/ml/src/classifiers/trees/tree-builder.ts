import type { Tree } from './tree.ts';

/** Where a node sends its rows. */
export interface NodeSplit {
  readonly column: number;
  readonly threshold: number;
  readonly missingLeft: boolean;
}

/** Puts a tree together, node by node. */
export class TreeBuilder {
  private readonly nodes: (NodeSplit & { left: number; value: number; cover: number })[] = [];

  /** A new leaf; its number comes back. */
  addLeaf(value: number, cover: number): number {
    this.nodes.push({ column: -1, threshold: 0, missingLeft: false, left: 0, value, cover });
    return this.nodes.length - 1;
  }

  /** Makes a leaf a node whose children are `left`, added before, and the one after it. */
  split(node: number, split: NodeSplit, left: number): void {
    const before = this.nodes[node];
    if (before === undefined) throw new RangeError(`no node ${node}`);
    this.nodes[node] = { ...split, left, value: 0, cover: before.cover };
  }

  build(): Tree {
    const nodes = this.nodes;
    return {
      column: Int32Array.from(nodes, ({ column }) => column),
      threshold: Float64Array.from(nodes, ({ threshold }) => threshold),
      missingLeft: Uint8Array.from(nodes, ({ missingLeft }) => Number(missingLeft)),
      left: Int32Array.from(nodes, ({ left }) => left),
      value: Float64Array.from(nodes, ({ value }) => value),
      cover: Float64Array.from(nodes, ({ cover }) => cover),
    };
  }
}
