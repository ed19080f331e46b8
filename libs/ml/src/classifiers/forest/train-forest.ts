import type { Progress } from '../../progress.ts';
import type { Random } from '../../random.ts';
import { nextTurn } from '../../training/next-turn.ts';
import { countClasses, type LabelledMatrix } from '../labelled-matrix.ts';
import { binMatrix } from '../trees/binned-matrix.ts';
import { tableEdges } from '../trees/table-edges.ts';
import { TreeGrower } from '../trees/tree-grower.ts';
import type { Tree } from '../trees/tree.ts';
import { Trees } from '../trees/trees.ts';
import type { ForestConfig } from './forest-config.ts';
import { RandomForest } from './random-forest.ts';

export interface ForestTraining {
  readonly data: LabelledMatrix;
  readonly config: ForestConfig;
  readonly random: Random;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A random forest (Breiman 2001) or extremely randomised trees (Geurts et al. 2006). Trees are cut where the squared error of the
 * labels falls most, which is where the Gini impurity does. Throws as trainBoosting.
 */
export async function trainForest(training: ForestTraining): Promise<RandomForest> {
  const { data, config, random, progress, signal } = training;
  countClasses(data);
  const { matrix, labels } = data;
  const binned = binMatrix(matrix, tableEdges(matrix, config, random));
  const grower = new TreeGrower(
    binned,
    {
      ...config,
      leavesMost: Infinity,
      leafHessianMin: 0,
      l2: 0,
      order: 'newest first',
      learningRate: 1 / config.trees,
    },
    random,
  );
  const all = Int32Array.from(labels, (_, row) => row);
  const trees: Tree[] = [];
  for (let tree = 1; tree <= config.trees; tree++) {
    signal?.throwIfAborted();
    const counts = config.isBootstrapped ? drawn(labels.length, random) : all.map(() => 1);
    const rows = all.filter((row) => (counts[row] ?? 0) > 0);
    // The gradient of the squared error at 0, so that a leaf's value is the mean of its labels.
    for (const row of rows) {
      grower.pairs[2 * row] = -(labels[row] ?? 0) * (counts[row] ?? 0);
      grower.pairs[2 * row + 1] = counts[row] ?? 0;
    }
    trees.push(grower.grow(rows).tree);
    progress?.(`forest tree ${tree}/${config.trees}`, tree / config.trees);
    await nextTurn();
  }
  const name = config.cuts === 'drawn' ? 'extra trees' : 'random forest';
  return new RandomForest(name, matrix.columns, labels.length, Trees.join(trees));
}

/** [rows]: how often each comes up when as many are drawn with replacement. */
function drawn(rows: number, random: Random): Int32Array {
  const counts = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const row = random.integer(rows);
    counts[row] = (counts[row] ?? 0) + 1;
  }
  return counts;
}
