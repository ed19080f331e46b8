import type { Random } from '../../random.ts';
import type { LabelledMatrix } from '../labelled-matrix.ts';
import { pickRows } from '../pick-rows.ts';
import { scoreMatrix, type RowScorer } from '../score-matrix.ts';
import { addTreeScores } from '../trees/add-tree-scores.ts';
import { binMatrix } from '../trees/binned-matrix.ts';
import { tableEdges } from '../trees/table-edges.ts';
import { TreeGrower } from '../trees/tree-grower.ts';
import type { Tree } from '../trees/tree.ts';
import { rulesOfTree } from './rules-of-tree.ts';
import type { SurrogateRules } from './surrogate-rules.ts';

export interface SurrogateFit {
  readonly model: RowScorer;
  /** Rows as the model meets them; labels for the precision of the rules. */
  readonly data: LabelledMatrix;
  /** Log-odds from which the model flags a row. */
  readonly threshold: number;
  readonly random: Random;
}

/** More and nobody reads them. */
const DEPTH_MOST = 4;
const BINS = { binsMost: 1_023, tailShare: 0.25 };
const LEAF_ROWS_MIN = 5;
const LEAF_SHARE_MIN = 5e-4;

/**
 * Retells a model as the leaves of one small tree, fitted to its log-odds on one half of the rows and checked on the other
 * (Craven and Shavlik 1996). Throws RangeError with fewer than four rows.
 */
export function fitSurrogate({ model, data, threshold, random }: SurrogateFit): SurrogateRules {
  const rows = data.labels.length;
  if (rows < 4) throw new RangeError(`${rows} rows, at least 4 are needed for rules and their check`);
  const order = random.sample(rows, rows);
  const [fitted, checked] = [order.subarray(0, rows >>> 1), order.subarray(rows >>> 1)].map((part) =>
    pickRows(data, part.slice().sort()),
  );
  if (fitted === undefined || checked === undefined) throw new RangeError('no rows');
  const { tree, hasMissing } = growTree(model, fitted, random);
  const leafOf = leavesOf(tree, checked);
  const logits = scoreMatrix(model, checked.matrix);
  const flagsLeaf = tree.value.map((value) => Number(value >= threshold));
  const covered = new Float64Array(tree.value.length);
  const positive = new Float64Array(tree.value.length);
  for (const [row, leaf] of leafOf.entries()) {
    covered[leaf] = (covered[leaf] ?? 0) + 1;
    positive[leaf] = (positive[leaf] ?? 0) + (checked.labels[row] ?? 0);
  }
  const rules = rulesOfTree(tree, data.matrix.columns, hasMissing).map(({ leaf, conditions }) => ({
    conditions,
    logit: tree.value[leaf] ?? 0,
    coverage: (covered[leaf] ?? 0) / leafOf.length,
    precision: (positive[leaf] ?? 0) / (covered[leaf] ?? 0),
    flags: flagsLeaf[leaf] === 1,
  }));
  const byRules = leafOf.map((leaf) => flagsLeaf[leaf] ?? 0);
  const byModel = Int32Array.from(logits, (logit) => Number(logit >= threshold));
  const both = byModel.filter((flag, row) => flag === 1 && byRules[row] === 1).length;
  return {
    rules: rules.toSorted((a, b) => b.logit - a.logit),
    agreement: byModel.filter((flag, row) => flag === byRules[row]).length / byModel.length,
    flagsFound: both / byModel.filter((flag) => flag === 1).length,
    flagsShared: both / byRules.filter((flag) => flag === 1).length,
    rSquared: rSquared(
      logits,
      Float64Array.from(leafOf, (leaf) => tree.value[leaf] ?? 0),
    ),
  };
}

function growTree(model: RowScorer, { matrix }: LabelledMatrix, random: Random) {
  const binned = binMatrix(matrix, tableEdges(matrix, BINS, random));
  const grower = new TreeGrower(
    binned,
    {
      leavesMost: 2 ** DEPTH_MOST,
      depthMost: DEPTH_MOST,
      leafRowsMin: Math.max(LEAF_ROWS_MIN, LEAF_SHARE_MIN * matrix.rowCount),
      leafHessianMin: 0,
      l2: 0,
      columnShare: 1,
      cuts: 'best',
      order: 'best first',
      learningRate: 1,
    },
    random,
  );
  // Of half the squared error at 0, so that a leaf's value is the mean of the log-odds.
  for (const [row, logit] of scoreMatrix(model, matrix).entries()) grower.pairs.set([-logit, 1], 2 * row);
  const rows = Int32Array.from({ length: matrix.rowCount }, (_, row) => row);
  return { tree: grower.grow(rows).tree, hasMissing: binned.hasMissing };
}

/** [rows]: the leaf that each comes to. */
function leavesOf(tree: Tree, { matrix }: LabelledMatrix): Int32Array {
  const numbered = { ...tree, value: tree.value.map((_, node) => node) };
  const leaves = new Float64Array(matrix.rowCount);
  addTreeScores(
    numbered,
    matrix,
    Int32Array.from(leaves, (_, row) => row),
    leaves,
  );
  return Int32Array.from(leaves);
}

function rSquared(values: Float64Array, told: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [rest, all] = [0, 0];
  for (const [i, value] of values.entries()) {
    rest += (value - (told[i] ?? 0)) ** 2;
    all += (value - mean) ** 2;
  }
  return 1 - rest / all;
}
