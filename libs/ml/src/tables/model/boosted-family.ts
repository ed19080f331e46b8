import { BoostedSoftmax } from '../../classifiers/boosting/boosted-softmax.ts';
import { BoostedTrees } from '../../classifiers/boosting/boosted-trees.ts';
import type { BoostingConfig } from '../../classifiers/boosting/boosting-config.ts';
import { trainBoosting, trainBoostingSoftmax } from '../../classifiers/boosting/train-boosting.ts';
import type { FamilyLoader, ModelFamily } from './model-family.ts';
import { ofTwoClasses } from './of-two-classes.ts';

/** Histogram gradient boosting. */
export function boostedFamily(settings: Partial<BoostingConfig> = {}): ModelFamily {
  return {
    name: 'boosted',
    settings: { ...settings },
    async train({ data, classCount, random, progress, signal }) {
      const training = {
        data,
        config: settings,
        random,
        ...(progress === undefined ? {} : { progress }),
        ...(signal === undefined ? {} : { signal }),
      };
      return classCount === 2
        ? ofTwoClasses(await trainBoosting(training))
        : await trainBoostingSoftmax(training, classCount);
    },
  };
}

export const loadBoosted: FamilyLoader = (state, classCount) => {
  if (classCount === 2) return ofTwoClasses(BoostedTrees.from(state));
  return BoostedSoftmax.from(state);
};
