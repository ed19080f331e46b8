import { describe, expect, it } from '@jest/globals';
import { rocAuc } from '../../evaluation/classification.ts';
import { Random } from '../../random.ts';
import { describeClassifier } from '../../testing/classifier-contract.ts';
import { exclusiveOr, separable } from '../../testing/labelled-tables.ts';
import { trainBoosting } from '../boosting/train-boosting.ts';
import { trainLogistic } from '../logistic/train-logistic.ts';
import { rowOf } from '../row-of.ts';
import { scoreMatrix } from '../score-matrix.ts';
import { Ensemble } from './ensemble.ts';
import { trainEnsemble, type PlannedMember } from './train-ensemble.ts';

const boosting: PlannedMember = {
  weight: 2,
  train: ({ data, random }) =>
    trainBoosting({ data, random, config: { rounds: 15, learningRate: 0.3, bags: 1, binsMost: 31 } }),
};
const logistic: PlannedMember = { weight: 1, train: ({ data }) => trainLogistic({ data }) };
const probabilityOf = (logit: number): number => 1 / (1 + Math.exp(-logit));

describeClassifier('an ensemble', {
  train: (data, random) => trainEnsemble({ data, random, members: [boosting, logistic] }),
  from: (state) => Ensemble.from(state),
  learnsExclusiveOr: true,
});

describe('trainEnsemble', () => {
  it('is not disturbed by a member that knows nothing', async () => {
    const random = new Random(1);
    const model = await trainEnsemble({
      data: exclusiveOr(1_500, random),
      random,
      members: [logistic, boosting],
    });
    const test = exclusiveOr(500, random);
    const labels = Array.from(test.labels, (label) => label === 1);
    expect(rocAuc(scoreMatrix(model, test.matrix), labels)).toBeGreaterThan(0.95);
  });

  it('gives the mean of the probabilities of its members, each as often as it counts', async () => {
    const random = new Random(1);
    const data = separable(500, random);
    const model = await trainEnsemble({ data, random, members: [boosting, logistic] });
    const row = rowOf(data.matrix, 7);
    const [ofBoosting = NaN, ofLogistic = NaN] = model.members.map((member) =>
      probabilityOf(member.model.logit(row)),
    );
    expect(probabilityOf(model.logit(row))).toBeCloseTo((2 * ofBoosting + ofLogistic) / 3, 9);
  });

  it('tells how far it is over all members', async () => {
    const random = new Random(1);
    const shares: number[] = [];
    const half: PlannedMember = {
      ...logistic,
      train: (training) => {
        training.progress('half of it', 0.5);
        return logistic.train(training);
      },
    };
    const data = separable(200, random);
    await trainEnsemble({ data, random, members: [half, half], progress: (_, share) => shares.push(share) });
    expect(shares).toEqual([0.25, 0.75]);
  });
});

describe('an ensemble', () => {
  it('refuses weights that are no shares', async () => {
    const { matrix, labels } = separable(200, new Random(1));
    const model = await trainLogistic({ data: { matrix, labels } });
    expect(() => new Ensemble([{ model, weight: 0.7 }])).toThrow('the weights of the members add up to 0.7');
  });

  it('refuses to read one of stacked log-odds', async () => {
    const random = new Random(1);
    const model = await trainEnsemble({ data: separable(200, random), random, members: [logistic] });
    const stacked = { ...model.state(), intercept: Float64Array.of(0.1) };
    expect(() => Ensemble.from(stacked)).toThrow('must be trained again');
  });
});
