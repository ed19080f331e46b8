import type { FeatureMatrix } from '../tables/feature-matrix.ts';
import { Ecod } from './ecod.ts';

/** Values kept of a column: all of them where they are few, else the densest near both ends. */
const VALUES_MOST = 1_024;

/** The distribution of every column, on the rows that have a value. */
export function fitEcod({ values, rowCount }: FeatureMatrix): Ecod {
  const columns = values.map((column) =>
    distribution(Float64Array.from(column.filter((value) => !Number.isNaN(value))).sort()),
  );
  const starts = new Int32Array(columns.length + 1);
  for (const [i, column] of columns.entries()) starts[i + 1] = (starts[i] ?? 0) + column.length;
  const all = columns.flat();
  return new Ecod({
    starts,
    values: Float64Array.from(all, ({ value }) => value),
    atOrBelow: Float64Array.from(all, ({ atOrBelow }) => atOrBelow),
    atOrAbove: Float64Array.from(all, ({ atOrAbove }) => atOrAbove),
    rows: Float64Array.of(rowCount),
  });
}

interface Step {
  readonly value: number;
  readonly atOrBelow: number;
  readonly atOrAbove: number;
}

function distribution(sorted: Float64Array): readonly Step[] {
  const steps: Step[] = [];
  for (let from = 0; from < sorted.length;) {
    const value = sorted[from] ?? NaN;
    let until = from + 1;
    while (until < sorted.length && sorted[until] === value) until++;
    steps.push({
      value,
      atOrBelow: until / sorted.length,
      atOrAbove: (sorted.length - from) / sorted.length,
    });
    from = until;
  }
  return steps.length <= VALUES_MOST ? steps : thinned(steps);
}

/** Half of them from each end, at distances that grow by the same factor: tails need the finest steps. */
function thinned(steps: readonly Step[]): readonly Step[] {
  const kept = new Set<number>();
  const half = VALUES_MOST / 2;
  for (let i = 0; i < half; i++) {
    const place = Math.floor((steps.length / 2) ** (i / (half - 1))) - 1;
    kept.add(place).add(steps.length - 1 - place);
  }
  return [...kept].sort((a, b) => a - b).flatMap((place) => steps[place] ?? []);
}
