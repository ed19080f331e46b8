import type { Progress } from '../../progress.ts';
import type { Random } from '../../random.ts';
import { nextTurn } from '../../training/next-turn.ts';
import type { LabelledMatrix } from '../labelled-matrix.ts';
import { addTreeScores } from '../trees/add-tree-scores.ts';
import type { BinnedMatrix } from '../trees/binned-matrix.ts';
import { TreeGrower } from '../trees/tree-grower.ts';
import type { Tree } from '../trees/tree.ts';
import type { BoostingConfig } from './boosting-config.ts';
import type { Loss } from './loss.ts';

export interface Boosting {
  readonly loss: Loss;
  readonly data: LabelledMatrix;
  readonly binned: BinnedMatrix;
  /** Those of the table that are learnt from, each once. */
  readonly rows: Int32Array;
  /** [rows of the table]: how often each counts; once when absent. */
  readonly weights?: Float32Array | undefined;
  readonly validation?: LabelledMatrix | undefined;
  /** [outputs]: the scores to begin with. */
  readonly start: Float64Array;
  readonly config: BoostingConfig;
  readonly random: Random;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Gradient boosting (Friedman 2001): [outputs][rounds] trees, each grown on what those before it leave. With
 * validation rows, as many rounds as make their loss least.
 */
export async function boost(boosting: Boosting): Promise<readonly (readonly Tree[])[]> {
  const { loss, data, binned, start, config, random, validation, progress, signal } = boosting;
  const grower = new TreeGrower(
    binned,
    { ...config, depthMost: Infinity, cuts: 'best', order: 'best first' },
    random,
  );
  const scores = filled(start, data.labels.length);
  const held = validation && new HeldOut(validation, start, loss);
  const trees: Tree[][] = Array.from(start, () => []);
  for (let round = 1; round <= config.rounds; round++) {
    signal?.throwIfAborted();
    const [inside, outside] = drawRows(boosting.rows, config.rowShare, random);
    const grown = trees.map((_, output) => {
      loss.derivatives(output, scores, data.labels, inside, grower.pairs);
      if (boosting.weights !== undefined) weigh(grower.pairs, inside, boosting.weights);
      return grower.grow(inside);
    });
    for (const [output, { tree, leaves, rows }] of grown.entries()) {
      const ofOutput = scores[output] ?? new Float64Array();
      for (const { value, from, to } of leaves)
        for (let i = from; i < to; i++) ofOutput[rows[i] ?? 0] = (ofOutput[rows[i] ?? 0] ?? 0) + value;
      addTreeScores(tree, data.matrix, outside, ofOutput);
      trees[output]?.push(tree);
    }
    progress?.(`boosting round ${round}/${config.rounds}`, round / config.rounds);
    if (
      held?.isEnough(
        grown.map(({ tree }) => tree),
        config.patience,
      ) === true
    )
      break;
    await nextTurn();
  }
  return held === undefined ? trees : trees.map((ofOutput) => ofOutput.slice(0, held.bestRounds));
}

/** Watches the loss on rows that training does not see. */
class HeldOut {
  bestRounds = 0;
  private rounds = 0;
  private least: number;
  private readonly scores: readonly Float64Array[];
  private readonly all: Int32Array;

  constructor(
    private readonly data: LabelledMatrix,
    start: Float64Array,
    private readonly loss: Loss,
  ) {
    this.scores = filled(start, data.labels.length);
    this.all = Int32Array.from(data.labels, (_, row) => row);
    this.least = loss.mean(this.scores, data.labels);
  }

  /** Whether so many rounds, this one the last, brought nothing. */
  isEnough(trees: readonly Tree[], patience: number): boolean {
    for (const [output, tree] of trees.entries())
      addTreeScores(tree, this.data.matrix, this.all, this.scores[output] ?? new Float64Array());
    this.rounds++;
    const mean = this.loss.mean(this.scores, this.data.labels);
    if (mean < this.least) [this.least, this.bestRounds] = [mean, this.rounds];
    return this.rounds - this.bestRounds >= patience;
  }
}

const filled = (start: Float64Array, rows: number): readonly Float64Array[] =>
  Array.from(start, (score) => new Float64Array(rows).fill(score));

/** A share of the rows, and the others, both in their order. */
function drawRows(rows: Int32Array, share: number, random: Random): readonly [Int32Array, Int32Array] {
  if (share >= 1) return [rows, new Int32Array()];
  const isIn = Uint8Array.from(rows, () => Number(random.next() < share));
  return [rows.filter((_, i) => isIn[i] === 1), rows.filter((_, i) => isIn[i] === 0)];
}

function weigh(pairs: Float32Array, rows: Int32Array, weights: Float32Array): void {
  for (const row of rows) {
    const weight = weights[row] ?? 1;
    pairs[2 * row] = (pairs[2 * row] ?? 0) * weight;
    pairs[2 * row + 1] = (pairs[2 * row + 1] ?? 0) * weight;
  }
}
