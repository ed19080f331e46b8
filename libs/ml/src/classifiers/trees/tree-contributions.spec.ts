import { describe, expect, it } from '@jest/globals';
import { Random } from '../../random.ts';
import { exclusiveOr, withMissing } from '../../testing/labelled-tables.ts';
import { trainBoosting } from '../boosting/train-boosting.ts';
import { rowOf } from '../row-of.ts';
import { TreeContributions } from './tree-contributions.ts';
import type { Trees } from './trees.ts';

const COLUMNS = 3;

/** What the trees give on average when only some columns are known: unknown ones go both ways, by the training rows. */
function average(trees: Trees, node: number, row: Float64Array, known: ReadonlySet<number>): number {
  const column = trees.column[node] ?? -1;
  if (column < 0) return trees.value[node] ?? 0;
  const left = trees.left[node] ?? 0;
  const below = (child: number): number => average(trees, child, row, known);
  if (known.has(column)) {
    const value = row[column] ?? NaN;
    const goesLeft = Number.isNaN(value)
      ? trees.missingLeft[node] === 1
      : value <= (trees.threshold[node] ?? 0);
    return below(goesLeft ? left : left + 1);
  }
  const share = (trees.cover[left] ?? 0) / (trees.cover[node] ?? 1);
  return share * below(left) + (1 - share) * below(left + 1);
}

const subsets = (columns: readonly number[]): readonly (readonly number[])[] =>
  columns.reduce<readonly (readonly number[])[]>(
    (all, column) => [...all, ...all.map((subset) => [...subset, column])],
    [[]],
  );

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

/** Shapley values by their definition. */
function shapley(trees: Trees, row: Float64Array): readonly number[] {
  const worth = (known: readonly number[]): number =>
    Array.from({ length: trees.count }, (_, tree) =>
      average(trees, trees.roots[tree] ?? 0, row, new Set(known)),
    ).reduce((sum, each) => sum + each, 0);
  return Array.from({ length: COLUMNS }, (_, column) => {
    const others = [0, 1, 2].filter((other) => other !== column);
    return subsets(others)
      .map((subset) => {
        const share =
          (factorial(subset.length) * factorial(COLUMNS - subset.length - 1)) / factorial(COLUMNS);
        return share * (worth([...subset, column]) - worth(subset));
      })
      .reduce((sum, each) => sum + each, 0);
  });
}

describe('TreeContributions', () => {
  it.each([
    ['an exclusive or', exclusiveOr],
    ['rows without some numbers', withMissing],
  ])('are the Shapley values by definition for %s', async (_, problem) => {
    const data = problem(600, new Random(1));
    const { trees } = await trainBoosting({
      data,
      random: new Random(2),
      config: { bags: 1, rounds: 8, learningRate: 0.3, leafRowsMin: 3, leafHessianMin: 0.1 },
    });
    const contributions = new TreeContributions(trees, COLUMNS);
    for (let i = 0; i < 10; i++) {
      const row = rowOf(data.matrix, i);
      const ours = contributions.of(row);
      for (const [column, value] of shapley(trees, row).entries()) expect(ours[column]).toBeCloseTo(value, 9);
    }
  });

  it('are nothing for a tree that is a leaf', async () => {
    const data = exclusiveOr(100, new Random(1));
    const { trees } = await trainBoosting({
      data,
      random: new Random(2),
      config: { rounds: 2, leavesMost: 1 },
    });
    expect([...new TreeContributions(trees, COLUMNS).of(rowOf(data.matrix, 0))]).toEqual([0, 0, 0]);
  });
});
