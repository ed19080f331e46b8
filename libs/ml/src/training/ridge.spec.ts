import { expect, it } from '@jest/globals';
import { Random } from '../random.ts';
import { ridge, timesMatrix } from './ridge.ts';

const random = new Random(1);
const COLUMNS = 12;
const rows = Array.from({ length: 60 }, () => ({
  columns: random.sample(COLUMNS, 4),
  values: Float32Array.from({ length: 4 }, () => random.normal()),
}));
const truth = Float32Array.from({ length: COLUMNS * 2 }, () => random.normal());
const problem = {
  rows,
  targets: Float32Array.from(rows.flatMap((row) => [...timesMatrix(row, truth, 2)])),
  weights: new Float32Array(rows.length).fill(1),
  columns: COLUMNS,
  dimension: 2,
  penalty: 1e-6,
};

it('finds the weights that made the targets', () => {
  for (const [at, value] of ridge(problem).entries()) expect(value).toBeCloseTo(truth[at] ?? NaN, 3);
});

it('does not listen to rows that count nothing', () => {
  const [wrong] = problem.targets.slice().fill(100, 0, 1);
  const targets = problem.targets.slice().fill(wrong ?? 0, 0, 2);
  const weights = problem.weights.slice().fill(0, 0, 1);
  for (const [at, value] of ridge({ ...problem, targets, weights }).entries()) {
    expect(value).toBeCloseTo(truth[at] ?? NaN, 3);
  }
});

it('is pulled towards 0 by the penalty, and is 0 where nothing is known', () => {
  const length = (matrix: Float32Array) => Math.hypot(...matrix);
  expect(length(ridge({ ...problem, penalty: 50 }))).toBeLessThan(0.7 * length(truth));
  expect(ridge({ ...problem, rows: [], targets: new Float32Array(0) }).every((value) => value === 0)).toBe(
    true,
  );
});
