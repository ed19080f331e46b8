/**
 * One binary tree, its nodes in arrays. Node 0 is the root; a node with column -1 is a leaf; the right child of a node is
 * the one after its left child.
 */
export interface Tree {
  /** [nodes] */
  readonly column: Int32Array;
  /** [nodes]: a value at or below it goes left. */
  readonly threshold: Float64Array;
  /** [nodes]: 1 where a row without the value goes left. */
  readonly missingLeft: Uint8Array;
  /** [nodes]: the left child. */
  readonly left: Int32Array;
  /** [nodes]: what a leaf adds to the score; 0 for others. */
  readonly value: Float64Array;
  /** [nodes]: training rows that came by. */
  readonly cover: Float64Array;
}
