import { describe, expect, it } from '@jest/globals';
import { rocAuc } from '../../evaluation/classification.ts';
import { Random } from '../../random.ts';
import { describeClassifier } from '../../testing/classifier-contract.ts';
import { exclusiveOr } from '../../testing/labelled-tables.ts';
import { trainBoosting } from '../boosting/train-boosting.ts';
import { trainLogistic } from '../logistic/train-logistic.ts';
import { scoreMatrix } from '../score-matrix.ts';
import { Ensemble } from './ensemble.ts';
import { stack } from './stack.ts';
import { trainEnsemble, type TrainMember } from './train-ensemble.ts';

const boosting: TrainMember = ({ data, random }) =>
  trainBoosting({ data, random, config: { rounds: 15, learningRate: 0.3, bags: 1, binsMost: 31 } });
const logistic: TrainMember = ({ data }) => trainLogistic({ data });

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

  it('refuses to choose weights on a class with too few rows', async () => {
    const random = new Random(1);
    const { matrix } = exclusiveOr(100, random);
    const labels = Int32Array.from({ length: 100 }, (_, row) => Number(row < 1));
    const training = trainEnsemble({ data: { matrix, labels }, random, members: [logistic] });
    await expect(training).rejects.toThrow('1 rows of a class, 2 are needed');
  });
});

describe('stack', () => {
  /** Log-odds by which the labels are drawn, and log-odds that have nothing to do with them. */
  function drawn(rows: number, random: Random) {
    const truth = Float64Array.from({ length: rows }, () => 3 * random.normal() - 2);
    const labels = Int32Array.from(truth, (logit) => Number(random.next() < 1 / (1 + Math.exp(-logit))));
    return { truth, labels, noise: truth.map(() => 3 * random.normal()) };
  }

  it('finds the true log-odds again and leaves the noise out', () => {
    const { truth, labels, noise } = drawn(20_000, new Random(1));
    const halved = truth.map((logit) => logit / 2 + 1);
    const { weights, intercept } = stack([halved, noise], labels);
    expect(weights[0]).toBeCloseTo(2, 0);
    expect(Math.abs(weights[1] ?? 1)).toBeLessThan(0.05);
    expect(Math.abs(intercept + 2)).toBeLessThan(0.3);
  });

  it('never takes a member for its opposite', () => {
    const { truth, labels, noise } = drawn(2_000, new Random(2));
    const { weights } = stack([truth, truth.map((logit, i) => (noise[i] ?? 0) - logit)], labels);
    expect(weights[1]).toBe(0);
  });

  it('stays near even weights where there is little to go by', () => {
    const { truth, labels, noise } = drawn(20, new Random(3));
    const { weights } = stack([truth, noise], labels);
    for (const weight of weights) expect(Math.abs(weight - 0.5)).toBeLessThan(0.35);
  });
});
