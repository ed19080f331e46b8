import { describe, expect, it } from '@jest/globals';
import { rocAuc } from '../../evaluation/classification.ts';
import { Random } from '../../random.ts';
import { describeClassifier } from '../../testing/classifier-contract.ts';
import { exclusiveOr, separable } from '../../testing/labelled-tables.ts';
import { rowOf } from '../row-of.ts';
import { scoreMatrix } from '../score-matrix.ts';
import { BoostedTrees } from './boosted-trees.ts';
import { BoostedSoftmax } from './boosted-softmax.ts';
import { trainBoosting, trainBoostingSoftmax } from './train-boosting.ts';

describeClassifier('boosting', {
  train: (data, random) =>
    trainBoosting({ data, random, config: { rounds: 40, learningRate: 0.2, bags: 2 } }),
  from: (state) => BoostedTrees.from(state),
  learnsExclusiveOr: true,
});

describe('trainBoosting', () => {
  it('stops when rows it does not see get no better', async () => {
    const noise = separable(2_000, new Random(1));
    const random = new Random(2);
    const data = { ...noise, labels: noise.labels.map(() => random.integer(2)) };
    const validation = separable(500, new Random(3));
    const model = await trainBoosting({
      data,
      validation,
      random,
      config: { rounds: 200, bags: 1, patience: 5 },
    });
    expect(model.trees.count).toBeLessThan(100);
  });

  it('learns from a share of the rows and columns', async () => {
    const random = new Random(1);
    const model = await trainBoosting({
      data: exclusiveOr(3_000, random),
      random,
      config: { rounds: 60, bags: 1, rowShare: 0.5, columnShare: 0.7 },
    });
    const test = exclusiveOr(500, random);
    const labels = Array.from(test.labels, (label) => label === 1);
    expect(rocAuc(scoreMatrix(model, test.matrix), labels)).toBeGreaterThan(0.95);
  });

  it('puts a limit between two values where it matters, however few rows lie beyond it', async () => {
    const random = new Random(1);
    const amounts = Float32Array.from({ length: 20_000 }, () => Math.exp(random.normal()) * 20);
    const model = await trainBoosting({
      data: {
        matrix: { columns: ['amount'], rowCount: amounts.length, values: [amounts] },
        labels: Int32Array.from(amounts, (amount) => Number(amount > 220)),
      },
      random,
      config: { bags: 1, rounds: 50, leafHessianMin: 0.1 },
    });
    expect(model.logit(Float64Array.of(235))).toBeGreaterThan(model.logit(Float64Array.of(205)) + 2);
  });

  it('tells several classes apart', async () => {
    const random = new Random(1);
    const { matrix } = separable(2_000, random);
    const classOf = (a = 0, b = 0): number => (a > 0.3 ? 2 : b > 0 ? 1 : 0);
    const labels = Int32Array.from({ length: matrix.rowCount }, (_, row) =>
      classOf(matrix.values[0]?.[row], matrix.values[1]?.[row]),
    );
    const model = await trainBoostingSoftmax(
      { data: { matrix, labels }, random, config: { rounds: 30, bags: 1, learningRate: 0.2 } },
      3,
    );
    const loaded = BoostedSoftmax.from(model.state());
    const explained = loaded.explain(rowOf(matrix, 0), 2);
    expect(explained.logit).toBe(loaded.logits(rowOf(matrix, 0))[2]);
    expect(explained.contributions.reduce((sum, each) => sum + each, explained.base)).toBeCloseTo(
      explained.logit,
      9,
    );
    let right = 0;
    for (const [row, label] of labels.entries()) {
      const logits = loaded.logits(rowOf(matrix, row));
      if (logits.indexOf(Math.max(...logits)) === label) right++;
    }
    expect(right / labels.length).toBeGreaterThan(0.97);
  });

  it('stops where it is told to', async () => {
    const stop = AbortSignal.abort(new Error('enough'));
    const training = { data: separable(500, new Random(1)), random: new Random(1), signal: stop };
    await expect(trainBoosting(training)).rejects.toThrow('enough');
  });
});
