import { describe, expect, it } from '@jest/globals';
import { Random } from '../../random.ts';
import { describeClassifier } from '../../testing/classifier-contract.ts';
import { LogisticRegression } from './logistic-regression.ts';
import { trainLogistic } from './train-logistic.ts';

describeClassifier('logistic regression', {
  train: (data) => trainLogistic({ data }),
  from: (state) => LogisticRegression.from(state),
  learnsExclusiveOr: false,
});

describe('trainLogistic', () => {
  it('finds the weights that made the labels', async () => {
    const random = new Random(1);
    const values = [0, 1].map(() => Float32Array.from({ length: 20_000 }, () => random.normal()));
    const labels = Int32Array.from({ length: 20_000 }, (_, row) => {
      const logit = -1 + 2 * (values[0]?.[row] ?? 0) - (values[1]?.[row] ?? 0);
      return Number(random.next() < 1 / (1 + Math.exp(-logit)));
    });
    const matrix = { columns: ['a', 'b'], rowCount: 20_000, values };
    const { weights } = await trainLogistic({ data: { matrix, labels } });
    for (const [i, weight] of [2, -1, -1].entries())
      expect(Math.abs((weights[i] ?? 0) - weight)).toBeLessThan(0.1);
  });

  it('leaves out a column that does not vary, and stays finite where a line separates all', async () => {
    const values = [Float32Array.of(1, 2, 3, 4), new Float32Array(4).fill(7)];
    const matrix = { columns: ['a', 'constant'], rowCount: 4, values };
    const model = await trainLogistic({ data: { matrix, labels: Int32Array.of(0, 0, 1, 1) } });
    expect(model.weights[1]).toBe(0);
    expect(model.logit(Float64Array.of(4, 7))).toBeGreaterThan(0);
    expect(Number.isFinite(model.logit(Float64Array.of(1e9, -1e9)))).toBe(true);
  });
});
