import { describe, expect, it } from '@jest/globals';
import { trainBoosting } from '../classifiers/boosting/train-boosting.ts';
import { scoreMatrix } from '../classifiers/score-matrix.ts';
import { Random } from '../random.ts';
import { separable } from '../testing/labelled-tables.ts';
import { rocAuc } from './classification.ts';
import { permutationImportance } from './permutation-importance.ts';

describe('permutationImportance', () => {
  it('ranks columns by what the outcome hangs on, and gives noise nothing', async () => {
    const random = new Random(1);
    const model = await trainBoosting({
      data: separable(2_000, random),
      random,
      config: { bags: 1, rounds: 40, binsMost: 63 },
    });
    const { matrix, labels } = separable(1_000, random);
    const isPositive = Array.from(labels, (label) => label === 1);
    const importances = permutationImportance({
      score: (rows) => scoreMatrix(model, rows),
      matrix,
      metric: (scores) => rocAuc(scores, isPositive),
      random,
    });
    expect(importances.map(({ column }) => column)).toEqual(['b', 'a', 'noise']);
    expect(importances[0]?.drop).toBeGreaterThan(0.2);
    expect(Math.abs(importances[2]?.drop ?? 1)).toBeLessThan(0.01);
    expect(importances[0]?.deviation).toBeLessThan(0.05);
  });
});
