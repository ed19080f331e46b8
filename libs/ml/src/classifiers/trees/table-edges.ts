import type { Random } from '../../random.ts';
import type { FeatureMatrix } from '../../tables/feature-matrix.ts';
import { binEdges, type BinConfig } from './bin-edges.ts';

/** Rows looked at; more place the edges no better. */
const SAMPLE_ROWS = 200_000;

/** [columns]: the edges of the bins of each, of all rows or of a sample of them, the same for every column. */
export function tableEdges(
  { values, rowCount }: FeatureMatrix,
  config: BinConfig,
  random: Random,
): readonly Float64Array[] {
  if (rowCount <= SAMPLE_ROWS) return values.map((column) => binEdges(column, config));
  const rows = Int32Array.from({ length: SAMPLE_ROWS }, () => random.integer(rowCount));
  const sampled = new Float32Array(SAMPLE_ROWS);
  return values.map((column) => {
    for (let i = 0; i < SAMPLE_ROWS; i++) sampled[i] = column[rows[i] ?? 0] ?? NaN;
    return binEdges(sampled, config);
  });
}
