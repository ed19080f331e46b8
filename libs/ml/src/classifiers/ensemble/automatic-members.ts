import type { TensorFlow } from '../../tensorflow/tensorflow.ts';
import { trainBoosting } from '../boosting/train-boosting.ts';
import { trainDense } from '../dense/train-dense.ts';
import { flooredForestConfig } from '../forest/forest-config.ts';
import { trainForest } from '../forest/train-forest.ts';
import type { PlannedMember } from './train-ensemble.ts';

/**
 * What is averaged for any table: boosted trees, a random forest and a dense network, which are wrong about different
 * rows. Boosted trees, the best alone, count twice as much as the two others together. Their settings follow from the size of
 * the table.
 */
export function automaticMembers(
  tf: TensorFlow,
): Readonly<Record<'boosting' | 'forest' | 'dense', PlannedMember>> {
  return {
    boosting: { weight: 4, train: (training) => trainBoosting(training) },
    forest: {
      weight: 1,
      train: (training) =>
        trainForest({ ...training, config: flooredForestConfig(training.data.matrix.columns.length) }),
    },
    dense: { weight: 1, train: (training) => trainDense({ ...training, tf }) },
  };
}
