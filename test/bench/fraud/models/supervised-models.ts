import {
  automaticMembers,
  extraTreesConfig,
  openTensorFlow,
  Random,
  randomForestConfig,
  scoreMatrix,
  trainBoosting,
  trainDense,
  trainEnsemble,
  trainForest,
  trainLogistic,
  withPaymentRatios,
  type Classifier,
  type FeatureMatrix,
} from '#ml';
import type { MeasuredModel } from '../fold.ts';
import type { LabelledTable } from '../labelled-table.ts';

interface Training {
  readonly data: { readonly matrix: FeatureMatrix; readonly labels: Int32Array };
  readonly random: Random;
}

const classifier = (model: string, train: (training: Training) => Promise<Classifier>): MeasuredModel => ({
  model,
  areLogOdds: true,
  async score(fold, { seed }) {
    const labels = Int32Array.from(fold.train.labels, Number);
    const data = { matrix: inputsOf(fold.train), labels };
    return scoreMatrix(await train({ data, random: new Random(seed) }), inputsOf(fold.test));
  },
});

/** Where columns say what they mean, all models get the ratios of what is paid to what is usual. */
const inputsOf = (table: LabelledTable): FeatureMatrix =>
  table.roles === undefined ? table : withPaymentRatios(table, table.roles);

/** Classifiers: they read the labels of the training part. The first is what is served. */
export const SUPERVISED_MODELS: readonly MeasuredModel[] = [
  classifier('ensemble', async (training) => {
    const { tf } = await openTensorFlow('auto');
    return trainEnsemble({ ...training, members: automaticMembers(tf) });
  }),
  classifier('boosting', trainBoosting),
  classifier('extra-trees', (training) => trainForest({ ...training, config: extraTreesConfig() })),
  classifier('dense', async (training) => {
    const { tf } = await openTensorFlow('auto');
    return trainDense({ ...training, tf });
  }),
  classifier('random-forest', (training) =>
    trainForest({ ...training, config: randomForestConfig(training.data.matrix.columns.length) }),
  ),
  classifier('logistic-regression', trainLogistic),
];
