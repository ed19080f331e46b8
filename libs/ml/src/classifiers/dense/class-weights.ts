import type { ClassWeights } from './dense-config.ts';

/** [classes] What a row of each class counts; their mean over these rows is 1. */
export function classWeightsOf(
  labels: Int32Array,
  rows: Int32Array,
  classCount: number,
  weighting: ClassWeights,
): Float64Array {
  const counts = new Float64Array(classCount);
  for (const row of rows) counts[labels[row] ?? 0] = (counts[labels[row] ?? 0] ?? 0) + 1;
  if (weighting === 'none') return new Float64Array(classCount).fill(1);
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : rows.length / (present * count)));
}
