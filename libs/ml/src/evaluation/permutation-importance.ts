import type { Random } from '../random.ts';
import type { FeatureMatrix } from '../tables/feature-matrix.ts';

export interface ImportanceQuestion {
  /** [rows]: scores of a table. */
  readonly score: (matrix: FeatureMatrix) => Float64Array;
  readonly matrix: FeatureMatrix;
  /** How good scores of these rows are; higher is better. */
  readonly metric: (scores: Float64Array) => number;
  readonly repeats?: number;
  readonly random: Random;
}

export interface Importance {
  readonly column: string;
  /** By how much the metric falls when the column tells nothing, mean over the repeats. */
  readonly drop: number;
  /** Standard deviation between the repeats; NaN of one. */
  readonly deviation: number;
}

const REPEATS = 5;

/**
 * What each column is worth to a model: the fall of a metric on rows it did not learn from when that column is shuffled
 * (Breiman 2001), largest first. Columns that say the same share one worth, and each may seem to have none.
 */
export function permutationImportance(question: ImportanceQuestion): readonly Importance[] {
  const { score, matrix, metric, repeats = REPEATS, random } = question;
  const whole = metric(score(matrix));
  return matrix.columns
    .map((column, at) => {
      const drops = Array.from({ length: repeats }, () => {
        const order = random.sample(matrix.rowCount, matrix.rowCount);
        const values = matrix.values.map((ofColumn, i) =>
          i === at ? ofColumn.map((_, row) => ofColumn[order[row] ?? 0] ?? NaN) : ofColumn,
        );
        return whole - metric(score({ ...matrix, values }));
      });
      const drop = drops.reduce((sum, each) => sum + each, 0) / repeats;
      const squares = drops.reduce((sum, each) => sum + (each - drop) ** 2, 0);
      return { column, drop, deviation: Math.sqrt(squares / (repeats - 1)) };
    })
    .toSorted((a, b) => b.drop - a.drop);
}
