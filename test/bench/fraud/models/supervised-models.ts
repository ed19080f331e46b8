import {
  automaticMembers,
  extraTreesConfig,
  openTensorFlow,
  Random,
  randomForestConfig,
  scoreMatrix,
  trainEnsemble,
  trainForest,
  trainLogistic,
  withPaymentRatios,
  type Classifier,
  type FeatureMatrix,
} from '#ml';
import type { MeasuredModel } from '../fold.ts';
import type { LabelledTable } from '../labelled-table.ts';
import { timed } from '../timed.ts';

interface Trained {
  readonly model: Classifier;
  readonly seconds: number;
}

type Train = (table: LabelledTable, seed: number) => Promise<Trained>;

const classifier = (name: string, train: Train): MeasuredModel => ({
  model: name,
  areLogOdds: true,
  async score(fold, { seed }) {
    const { model, seconds } = await train(fold.train, seed);
    const scored = await timed(() => scoreMatrix(model, inputsOf(fold.test)));
    return { scores: scored.made, seconds: seconds + scored.seconds };
  },
});

/** Where columns say what they mean, all models get the ratios of what is paid to what is usual. */
const inputsOf = (table: LabelledTable): FeatureMatrix =>
  table.roles === undefined ? table : withPaymentRatios(table, table.roles);

const trainingOn = (table: LabelledTable, seed: number) => ({
  data: { matrix: inputsOf(table), labels: Int32Array.from(table.labels, Number) },
  random: new Random(seed),
});

const alone =
  (train: (training: ReturnType<typeof trainingOn>) => Promise<Classifier>): Train =>
  async (table, seed) => {
    const { made, seconds } = await timed(() => train(trainingOn(table, seed)));
    return { model: made, seconds };
  };

/** Trained once for each table and seed: a member of the ensemble has a row of its own too. */
function shared(train: Train): Train {
  const trained = new WeakMap<LabelledTable, Map<number, Promise<Trained>>>();
  return (table, seed) => {
    const ofTable = trained.get(table) ?? new Map<number, Promise<Trained>>();
    trained.set(table, ofTable);
    const one = ofTable.get(seed) ?? train(table, seed);
    ofTable.set(seed, one);
    return one;
  };
}

const planned = async () => automaticMembers((await openTensorFlow('auto')).tf);

const member = (name: keyof Awaited<ReturnType<typeof planned>>): Train =>
  shared(
    alone(async (training) => (await planned())[name].train({ ...training, progress: () => undefined })),
  );

const MEMBERS = {
  boosting: member('boosting'),
  forest: member('forest'),
  dense: member('dense'),
} as const;

const ensemble: Train = async (table, seed) => {
  const weights = await planned();
  let seconds = 0;
  const ofMember = (name: keyof typeof MEMBERS) => ({
    weight: weights[name].weight,
    train: async () => {
      const trained = await MEMBERS[name](table, seed);
      seconds += trained.seconds;
      return trained.model;
    },
  });
  const members = [ofMember('boosting'), ofMember('forest'), ofMember('dense')];
  const model = await trainEnsemble({ ...trainingOn(table, seed), members });
  return { model, seconds };
};

/** Classifiers: they read the labels of the training part. The first is what is served. */
export const SUPERVISED_MODELS: readonly MeasuredModel[] = [
  classifier('ensemble', ensemble),
  ...Object.entries(MEMBERS).map(([name, train]) => classifier(name, train)),
  classifier(
    'random-forest',
    alone((training) =>
      trainForest({ ...training, config: randomForestConfig(training.data.matrix.columns.length) }),
    ),
  ),
  classifier(
    'extra-trees',
    alone((training) => trainForest({ ...training, config: extraTreesConfig() })),
  ),
  classifier('logistic-regression', alone(trainLogistic)),
];
