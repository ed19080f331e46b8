import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { averagePrecision, rocAuc } from '../../evaluation/classification.ts';
import { Random } from '../../random.ts';
import type { FeatureMatrix } from '../feature-matrix.ts';
import type { TableClassifier } from '../model/table-classifier.ts';
import { classificationFigures } from './classification-figures.ts';
import { decisionFigures } from './decision-figures.ts';
import { logOddsOf } from './log-odds-of.ts';
import { permutationImportance } from './permutation-importance.ts';
import { bestByF1, thresholdCurve } from './threshold-curve.ts';
import { rank, weightedRanking } from './weighted-ranking.ts';

const score = fc.integer({ min: 0, max: 9 });
const rows = fc.array(fc.tuple(score, fc.boolean(), fc.integer({ min: 0, max: 3 })), {
  minLength: 4,
  maxLength: 40,
});

describe('a weighted ranking', () => {
  it('equals that of the rows written out as often as they count', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const written = all.flatMap(([of, label, weight]) =>
          Array<[number, boolean]>(weight).fill([of, label]),
        );
        const labels = written.map(([, label]) => label);
        fc.pre(labels.includes(true) && labels.includes(false));
        const figures = weightedRanking(
          rank(all.map(([of]) => of)),
          all.map(([, label]) => Number(label)),
          all.map(([, , weight]) => weight),
        );
        const scores = written.map(([of]) => of);
        expect(figures.rocAuc).toBeCloseTo(rocAuc(scores, labels), 10);
        expect(figures.averagePrecision).toBeCloseTo(averagePrecision(scores, labels), 10);
      }),
    );
  });
});

describe('figures of decisions', () => {
  it('are of the positive class where there are two, and the mean of all where there are more', () => {
    expect(decisionFigures(Float64Array.of(5, 1, 2, 2), 2)).toEqual({
      accuracy: 0.7,
      precision: 2 / 3,
      recall: 0.5,
      f1: 4 / 7,
    });
    const three = decisionFigures(Float64Array.of(2, 0, 0, 0, 1, 1, 0, 0, 0), 3);
    expect(three.accuracy).toBe(0.75);
    expect(three.precision).toBeCloseTo((1 + 1 + 0) / 3);
    expect(three.recall).toBeCloseTo((1 + 0.5 + 0) / 3);
  });

  it('have intervals that hold the value, narrower with more rows', () => {
    const width = (count: number): number => {
      const random = new Random(3);
      const labels = Int32Array.from({ length: count }, () => random.integer(2));
      const scores = Float64Array.from(labels, (label) => label + random.normal());
      const decisions = Int32Array.from(scores, (each) => Number(each > 0.5));
      const figures = classificationFigures({ labels, decisions, scores: [[], scores] }, new Random(1));
      for (const { value, interval } of figures) {
        expect(interval?.low).toBeLessThan(value);
        expect(interval?.high).toBeGreaterThan(value);
      }
      const auc = figures.find(({ name }) => name === 'roc auc');
      // Of two normal distributions one deviation apart.
      expect(auc?.value).toBeCloseTo(0.76, 1);
      return (auc?.interval?.high ?? 0) - (auc?.interval?.low ?? 0);
    };
    expect(width(2_000)).toBeLessThan(width(200) / 2);
  });
});

describe('thresholdCurve', () => {
  it('goes from deciding for nothing to deciding for all', () => {
    const curve = thresholdCurve([0.9, 0.8, 0.8, 0.1], [true, true, false, false]);
    expect(
      curve.map((point) => [point.threshold, point.recall, point.precision, point.falsePositiveRate]),
    ).toEqual([
      [Infinity, 0, 1, 0],
      [0.9, 0.5, 1, 0],
      [0.8, 1, 2 / 3, 0.5],
      [0.1, 1, 0.5, 1],
    ]);
    expect(bestByF1(curve)).toMatchObject({ threshold: 0.8, f1: 0.8, accuracy: 0.75, flagged: 0.75 });
  });

  it('stays short for many rows and keeps both ends', () => {
    const random = new Random(1);
    const labels = Array.from({ length: 20_000 }, () => random.next() < 0.02);
    const curve = thresholdCurve(
      labels.map((label) => random.next() + (label ? 0.5 : 0)),
      labels,
    );
    expect(curve.length).toBeLessThan(1_000);
    expect(curve[0]).toMatchObject({ recall: 0, falsePositiveRate: 0 });
    expect(curve.at(-1)).toMatchObject({ recall: 1, falsePositiveRate: 1 });
  });

  it('keeps the point of best F1, where few of many rows are positive', () => {
    const probabilities = Array.from({ length: 50_000 }, (_, row) => 1 / (row + 1));
    const labels = probabilities.map((_, row) => row < 40);
    expect(bestByF1(thresholdCurve(probabilities, labels))).toMatchObject({ f1: 1, threshold: 1 / 40 });
  });
});

describe('permutationImportance', () => {
  it('finds the column that a model goes by, through all that it was encoded as', () => {
    const random = new Random(2);
    const count = 800;
    const labels = Int32Array.from({ length: count }, (_, row) => row % 2);
    const noise = () => Float32Array.from({ length: count }, () => random.normal());
    const matrix: FeatureMatrix = {
      columns: ['noise', 'a: one', 'a: two'],
      rowCount: count,
      values: [noise(), Float32Array.from(labels, (label) => label + 0.1 * random.normal()), noise()],
    };
    const model: TableClassifier = {
      columns: matrix.columns,
      logits: (row) => Float64Array.of(0, (row[1] ?? 0) + 0.01 * (row[2] ?? 0)),
      explain: () => ({ logit: 0, base: 0, contributions: new Float64Array(3) }),
      state: () => ({}),
    };
    const sources = Int32Array.of(0, 1, 1);
    const [ofNoise, ofA] = permutationImportance(model, { matrix, labels }, sources, 2, new Random(1));
    expect(ofNoise).toBe(0);
    expect(ofA).toBeCloseTo(0.5, 1);
  });
});

describe('logOddsOf', () => {
  it('is the log of the odds that the softmax gives', () => {
    const p = Math.exp(2) / (Math.exp(1) + Math.exp(2) + Math.exp(3));
    expect(logOddsOf([1, 2, 3], 1)).toBeCloseTo(Math.log(p / (1 - p)));
  });
});
