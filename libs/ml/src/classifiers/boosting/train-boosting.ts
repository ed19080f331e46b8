import type { Progress } from '../../progress.ts';
import type { Random } from '../../random.ts';
import { countClasses, type LabelledMatrix } from '../labelled-matrix.ts';
import { binMatrix } from '../trees/binned-matrix.ts';
import { tableEdges } from '../trees/table-edges.ts';
import type { Tree } from '../trees/tree.ts';
import { Trees } from '../trees/trees.ts';
import { boost } from './boost.ts';
import { BoostedTrees } from './boosted-trees.ts';
import { BoostedSoftmax } from './boosted-softmax.ts';
import { boostingConfig, type BoostingConfig } from './boosting-config.ts';
import { drawBag } from './draw-bag.ts';
import { logLoss } from './log-loss.ts';
import type { Loss } from './loss.ts';
import { softmaxLoss } from './softmax-loss.ts';

export interface BoostingTraining {
  readonly data: LabelledMatrix;
  /** Rows that no tree is grown on: their loss decides how many there are. */
  readonly validation?: LabelledMatrix;
  /** Instead of what boostingConfig says. */
  readonly config?: Partial<BoostingConfig>;
  readonly random: Random;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Histogram gradient boosting (LightGBM, Ke et al. 2017) of the log-odds of class 1. Throws RangeError on a table without
 * rows or with one class, and the signal's reason when aborted.
 */
export async function trainBoosting(training: BoostingTraining): Promise<BoostedTrees> {
  const { start, trees } = await boostBags(training, logLoss, 2);
  return new BoostedTrees(training.data.matrix.columns, start[0] ?? 0, Trees.join(trees.flat()));
}

/** The same for `classes` classes, with a tree a class in every round. */
export async function trainBoostingSoftmax(
  training: BoostingTraining,
  classes: number,
): Promise<BoostedSoftmax> {
  const { start, trees } = await boostBags(training, softmaxLoss(classes), classes);
  return new BoostedSoftmax(training.data.matrix.columns, start, Trees.join(trees.flat()));
}

/** Averages over the bags: scores to begin with [outputs], and trees [outputs][bags x rounds]. */
async function boostBags(
  { data, validation, random, progress, signal, ...training }: BoostingTraining,
  loss: Loss,
  classes: number,
): Promise<{ readonly start: Float64Array; readonly trees: readonly (readonly Tree[])[] }> {
  const counts = countClasses(data, classes);
  if (validation !== undefined) checkSameColumns(data, validation);
  const config = { ...boostingConfig(data.matrix.rowCount, data.matrix.columns.length), ...training.config };
  const binned = binMatrix(data.matrix, tableEdges(data.matrix, config, random));
  const all = Int32Array.from(data.labels, (_, row) => row);
  const start = new Float64Array(loss.outputs);
  const trees: Tree[][] = Array.from(start, () => []);
  for (let bag = 0; bag < config.bags; bag++) {
    const { rows, weights } =
      config.bags === 1
        ? { rows: all, weights: undefined }
        : drawBag(data.labels, counts, config.bagShare, random);
    const begin = loss.start(weights === undefined ? counts : weighed(data.labels, weights, classes));
    const grown = await boost({
      loss,
      data,
      binned,
      rows,
      weights,
      validation,
      start: begin,
      config,
      random,
      progress: (stage, done) => progress?.(stage, (bag + done) / config.bags),
      signal,
    });
    for (const [output, ofOutput] of grown.entries()) {
      start[output] = (start[output] ?? 0) + (begin[output] ?? 0) / config.bags;
      for (const tree of ofOutput)
        trees[output]?.push({ ...tree, value: tree.value.map((value) => value / config.bags) });
    }
  }
  return { start, trees };
}

/** Rows of each class, each as often as it counts. */
function weighed(labels: Int32Array, weights: Float32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const [row, label] of labels.entries()) counts[label] = (counts[label] ?? 0) + (weights[row] ?? 0);
  return counts;
}

function checkSameColumns(data: LabelledMatrix, validation: LabelledMatrix): void {
  const [ours, theirs] = [data.matrix.columns, validation.matrix.columns];
  if (ours.length !== theirs.length || ours.some((column, i) => column !== theirs[i]))
    throw new RangeError('the validation rows have other columns');
}
