import type { Tree } from '../trees/tree.ts';
import type { RuleCondition } from './surrogate-rules.ts';

/** The way to one leaf. */
export interface LeafRule {
  readonly leaf: number;
  readonly conditions: readonly RuleCondition[];
}

interface Bounds {
  readonly above: number;
  readonly atMost: number;
  readonly orMissing: boolean;
}

/** Every leaf of a tree with what must hold to come there, one condition a column. `hasMissing` [columns]. */
export function rulesOfTree(
  tree: Tree,
  columns: readonly string[],
  hasMissing: readonly boolean[],
): readonly LeafRule[] {
  return leavesBelow(tree, 0, new Map()).map(({ leaf, bounds }) => ({
    leaf,
    conditions: Array.from(bounds, ([column, { above, atMost, orMissing }]) => ({
      column: columns[column] ?? '',
      ...(above === -Infinity ? {} : { above }),
      ...(atMost === Infinity ? {} : { atMost }),
      orMissing: orMissing && hasMissing[column] === true,
    })),
  }));
}

function leavesBelow(
  tree: Tree,
  node: number,
  bounds: ReadonlyMap<number, Bounds>,
): readonly { readonly leaf: number; readonly bounds: ReadonlyMap<number, Bounds> }[] {
  const column = tree.column[node] ?? -1;
  if (column < 0) return [{ leaf: node, bounds }];
  const [left = 0, threshold = 0] = [tree.left[node], tree.threshold[node]];
  const missingLeft = tree.missingLeft[node] === 1;
  const { above, atMost, orMissing } = bounds.get(column) ?? {
    above: -Infinity,
    atMost: Infinity,
    orMissing: true,
  };
  const low = { above, atMost: Math.min(atMost, threshold), orMissing: orMissing && missingLeft };
  const high = { above: Math.max(above, threshold), atMost, orMissing: orMissing && !missingLeft };
  return [
    ...leavesBelow(tree, left, new Map([...bounds, [column, low]])),
    ...leavesBelow(tree, left + 1, new Map([...bounds, [column, high]])),
  ];
}
