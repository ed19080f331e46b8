import type { TensorFlow } from '../../tensorflow/tensorflow.ts';
import { trainBoosting } from '../boosting/train-boosting.ts';
import { trainDense } from '../dense/train-dense.ts';
import { extraTreesConfig } from '../forest/forest-config.ts';
import { trainForest } from '../forest/train-forest.ts';
import type { TrainMember } from './train-ensemble.ts';

/**
 * What is stacked for any table: boosted trees, extremely randomised trees and a dense network, which are wrong about
 * different rows. Their settings follow from the size of the table.
 */
export function automaticMembers(tf: TensorFlow): readonly TrainMember[] {
  return [
    (training) => trainBoosting(training),
    (training) => trainForest({ ...training, config: extraTreesConfig() }),
    (training) => trainDense({ ...training, tf }),
  ];
}
