import type { TensorFlow } from '../../tensorflow/tensorflow.ts';
import { trainBoosting } from '../boosting/train-boosting.ts';
import { trainDense } from '../dense/train-dense.ts';
import { extraTreesConfig } from '../forest/forest-config.ts';
import { trainForest } from '../forest/train-forest.ts';
import type { PlannedMember } from './train-ensemble.ts';

/**
 * What is averaged for any table: boosted trees, extremely randomised trees and a dense network, which are wrong about
 * different rows. Boosted trees, the best alone, count as much as the two others. Their settings follow from the size of the
 * table.
 */
export function automaticMembers(
  tf: TensorFlow,
): Readonly<Record<'boosting' | 'extra-trees' | 'dense', PlannedMember>> {
  return {
    boosting: { weight: 2, train: (training) => trainBoosting(training) },
    'extra-trees': {
      weight: 1,
      train: (training) => trainForest({ ...training, config: extraTreesConfig() }),
    },
    dense: { weight: 1, train: (training) => trainDense({ ...training, tf }) },
  };
}
