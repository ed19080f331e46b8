import type { FeatureMatrix } from '../tables/feature-matrix.ts';
import type { Detector } from './detector.ts';

/** The score of every row of a table, whose columns are those of the detector: [rows]. */
export function scoreRows(
  detector: Pick<Detector, 'score'>,
  { columns, rowCount, values }: FeatureMatrix,
): Float64Array {
  const row = new Float64Array(columns.length);
  return Float64Array.from({ length: rowCount }, (_, i) => {
    for (const [column, ofColumn] of values.entries()) row[column] = ofColumn[i] ?? NaN;
    return detector.score(row).score;
  });
}
