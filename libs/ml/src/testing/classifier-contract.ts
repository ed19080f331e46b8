import { describe, expect, it } from '@jest/globals';
import type { NamedArrays } from '../artifact/arrays.ts';
import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import type { Classifier } from '../classifiers/classifier.ts';
import type { LabelledMatrix } from '../classifiers/labelled-matrix.ts';
import { rowOf } from '../classifiers/row-of.ts';
import { scoreMatrix } from '../classifiers/score-matrix.ts';
import { rocAuc } from '../evaluation/classification.ts';
import { Random } from '../random.ts';
import { exclusiveOr, separable, withMissing } from './labelled-tables.ts';

export interface ClassifierSubject {
  readonly train: (data: LabelledMatrix, random: Random) => Promise<Classifier> | Classifier;
  readonly from: (state: NamedArrays) => Classifier;
  /** Whether it can learn more than lines. */
  readonly learnsExclusiveOr: boolean;
}

const ROWS = 1_500;

/** What every classifier promises, whatever it is made of. */
export function describeClassifier(name: string, subject: ClassifierSubject): void {
  describe(`${name}, a classifier`, () => {
    itLearns(subject);
    itScores(subject);
    itRefuses(subject);
  });
}

function itLearns({ train, learnsExclusiveOr }: ClassifierSubject): void {
  const trained = (data: LabelledMatrix) => train(data, new Random(1));
  const auc = async (problem: (rows: number, random: Random) => LabelledMatrix): Promise<number> => {
    const model = await trained(problem(ROWS, new Random(2)));
    const test = problem(500, new Random(3));
    return rocAuc(
      scoreMatrix(model, test.matrix),
      Array.from(test.labels, (label) => label === 1),
    );
  };

  it('learns what a line separates', async () => {
    expect(await auc(separable)).toBeGreaterThan(0.97);
  });

  if (learnsExclusiveOr) {
    it('learns an exclusive or', async () => {
      expect(await auc(exclusiveOr)).toBeGreaterThan(0.95);
    });
  }

  it('learns from rows without some numbers, and scores them', async () => {
    expect(await auc(withMissing)).toBeGreaterThan(0.85);
  });
}

function itScores({ train, from }: ClassifierSubject): void {
  const trained = (data: LabelledMatrix, seed = 1) => train(data, new Random(seed));

  it('scores the same after saving and loading', async () => {
    const { matrix, labels } = withMissing(ROWS, new Random(2));
    const model = await trained({ matrix, labels });
    const loaded = from(unpackArrays(packArrays(model.state())));
    expect(loaded.columns).toEqual(matrix.columns);
    expect(loaded.name).toBe(model.name);
    expect(scoreMatrix(loaded, matrix)).toEqual(scoreMatrix(model, matrix));
    expect(loaded.explain(rowOf(matrix, 0))).toEqual(model.explain(rowOf(matrix, 0)));
  });

  it('is the same model for the same seed', async () => {
    const data = withMissing(ROWS, new Random(2));
    const [one, two] = [await trained(data, 5), await trained(data, 5)];
    expect(two.state()).toEqual(one.state());
  });

  it('scores a row of a table as it does the row alone', async () => {
    const { matrix, labels } = withMissing(ROWS, new Random(2));
    const model = await trained({ matrix, labels });
    const scores = scoreMatrix(model, matrix);
    for (let row = 0; row < 20; row++) expect(model.logit(rowOf(matrix, row))).toBe(scores[row]);
  });

  it('explains a score by contributions that add up to it', async () => {
    const { matrix, labels } = withMissing(ROWS, new Random(2));
    const model = await trained({ matrix, labels });
    for (let row = 0; row < 50; row++) {
      const { logit, base, contributions } = model.explain(rowOf(matrix, row));
      expect(contributions).toHaveLength(3);
      expect(logit).toBe(model.logit(rowOf(matrix, row)));
      expect(contributions.reduce((sum, each) => sum + each, base)).toBeCloseTo(logit, 6);
    }
  });

  it('does not mind a row without any number', async () => {
    const model = await trained(withMissing(ROWS, new Random(2)));
    expect(Number.isFinite(model.logit(new Float64Array(3).fill(NaN)))).toBe(true);
  });
}

function itRefuses({ train }: ClassifierSubject): void {
  const trained = (data: LabelledMatrix) => train(data, new Random(1));

  it('refuses a row of another width', async () => {
    const model = await trained(separable(ROWS, new Random(2)));
    expect(() => model.logit(new Float64Array(2))).toThrow('a row of 2 columns, the model has 3');
    expect(() => model.explain(new Float64Array(4))).toThrow('a row of 4 columns, the model has 3');
  });

  it('refuses to learn from no rows, or from one class', async () => {
    const { matrix } = separable(ROWS, new Random(2));
    const empty = { columns: ['a'], rowCount: 0, values: [new Float32Array()] };
    await expect(async () => trained({ matrix: empty, labels: new Int32Array() })).rejects.toThrow('no rows');
    await expect(async () => trained({ matrix, labels: new Int32Array(ROWS) })).rejects.toThrow(
      'all rows are of one class',
    );
  });
}
