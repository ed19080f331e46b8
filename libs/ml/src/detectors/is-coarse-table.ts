import type { FeatureMatrix } from '../tables/feature-matrix.ts';
import { equalShareEdges } from './fit-histograms.ts';

const SHARES = 20;
/** Of the edges that equal shares would have. */
const RESOLVED_SHARE = 0.5;
/** Distinct values beside the edges that are left: fewer are categories, which are told apart by any bins. */
const VALUES_PER_EDGE = 2;

/**
 * Whether most columns are numbers on a coarse grid with long tails: nearly all rows have one of a few values, so that
 * equal shares tell hardly any apart, and yet there are many values.
 */
export function isCoarseTable({ values }: FeatureMatrix): boolean {
  return values.filter(isCoarse).length > values.length / 2;
}

function isCoarse(column: Float32Array): boolean {
  const sorted = Float64Array.from(column.filter((value) => !Number.isNaN(value))).sort();
  if (sorted.length === 0) return false;
  const edges = equalShareEdges(sorted, SHARES).length;
  if (edges > RESOLVED_SHARE * SHARES) return false;
  let distinct = 1;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) distinct += 1;
  return distinct > VALUES_PER_EDGE * edges;
}
