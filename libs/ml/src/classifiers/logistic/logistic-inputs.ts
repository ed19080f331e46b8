import type { FeatureMatrix } from '../../tables/feature-matrix.ts';

/** One wild number must not decide alone. */
const INPUT_MOST = 8;

/** What columns are to a linear model: z-scores, limited, a missing value being the mean. */
export interface LogisticInputs {
  /** [columns] */
  readonly means: Float64Array;
  /** [columns]: 1 / standard deviation; 0 for a constant column, which is left out so. */
  readonly factors: Float64Array;
}

/** Mean and 1 / deviation of the finite values of each column, in one pass (Welford 1962). */
export function fitLogisticInputs({ values }: FeatureMatrix): LogisticInputs {
  const means = new Float64Array(values.length);
  const factors = new Float64Array(values.length);
  for (const [column, ofColumn] of values.entries()) {
    let [count, mean, squares] = [0, 0, 0];
    for (const value of ofColumn) {
      if (!Number.isFinite(value)) continue;
      const distance = value - mean;
      count++;
      mean += distance / count;
      squares += distance * (value - mean);
    }
    const deviation = count === 0 ? 0 : Math.sqrt(squares / count);
    means[column] = mean;
    factors[column] = deviation <= 1e-12 * Math.max(1, Math.abs(mean)) ? 0 : 1 / deviation;
  }
  return { means, factors };
}

/** One number as the linear model sees it. */
export function logisticInput({ means, factors }: LogisticInputs, column: number, value: number): number {
  if (Number.isNaN(value)) return 0;
  const scaled = (value - (means[column] ?? 0)) * (factors[column] ?? 0);
  return Number.isNaN(scaled) ? 0 : Math.max(-INPUT_MOST, Math.min(INPUT_MOST, scaled));
}
