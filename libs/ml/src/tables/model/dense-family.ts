import { DenseClassifier } from '../../classifiers/dense/dense-classifier.ts';
import type { DenseConfig } from '../../classifiers/dense/dense-config.ts';
import { DenseSoftmax } from '../../classifiers/dense/dense-softmax.ts';
import { trainDense, trainDenseSoftmax } from '../../classifiers/dense/train-dense.ts';
import type { TensorFlow } from '../../tensorflow/tensorflow.ts';
import type { FamilyLoader, ModelFamily } from './model-family.ts';
import { ofTwoClasses } from './of-two-classes.ts';

/** Dense networks on TensorFlow.js. */
export function denseFamily(tf: TensorFlow, settings: Partial<DenseConfig>): ModelFamily {
  return {
    name: 'dense',
    settings: { ...settings },
    async train({ data, classCount, random, progress, signal }) {
      const training = { tf, data, config: settings, random, progress, signal };
      return classCount === 2
        ? ofTwoClasses(await trainDense(training))
        : await trainDenseSoftmax(training, classCount);
    },
  };
}

export const loadDense: FamilyLoader = (state, classCount) => {
  if (classCount === 2) return ofTwoClasses(DenseClassifier.from(state));
  return DenseSoftmax.from(state);
};
