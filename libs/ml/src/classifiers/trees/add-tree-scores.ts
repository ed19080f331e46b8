import type { FeatureMatrix } from '../../tables/feature-matrix.ts';
import type { Tree } from './tree.ts';

/** Adds what one tree says of the rows to their scores [rows of the table]. */
export function addTreeScores(
  { column, threshold, missingLeft, left, value }: Tree,
  { values }: FeatureMatrix,
  rows: Int32Array,
  scores: Float64Array,
): void {
  for (const row of rows) {
    let node = 0;
    for (let by = column[0] ?? -1; by >= 0; by = column[node] ?? -1) {
      const at = values[by]?.[row] ?? NaN;
      const goesLeft = at <= (threshold[node] ?? 0) || (Number.isNaN(at) && missingLeft[node] === 1);
      node = (left[node] ?? 0) + (goesLeft ? 0 : 1);
    }
    scores[row] = (scores[row] ?? 0) + (value[node] ?? 0);
  }
}
