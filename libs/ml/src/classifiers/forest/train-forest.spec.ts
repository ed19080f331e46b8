import { describeClassifier } from '../../testing/classifier-contract.ts';
import { extraTreesConfig, randomForestConfig } from './forest-config.ts';
import { RandomForest } from './random-forest.ts';
import { trainForest } from './train-forest.ts';

describeClassifier('a random forest', {
  train: (data, random) =>
    trainForest({
      data,
      random,
      config: { ...randomForestConfig(3), trees: 20, columnShare: 0.7, binsMost: 63 },
    }),
  from: (state) => RandomForest.from(state),
  learnsExclusiveOr: true,
});

describeClassifier('extremely randomised trees', {
  train: (data, random) =>
    trainForest({
      data,
      random,
      config: { ...extraTreesConfig(), trees: 20, columnShare: 0.7, binsMost: 63 },
    }),
  from: (state) => RandomForest.from(state),
  learnsExclusiveOr: true,
});
