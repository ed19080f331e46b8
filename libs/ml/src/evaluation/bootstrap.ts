import type { Random } from '../random.ts';

const RESAMPLES = 1000;
const CONFIDENCE = 0.95;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Percentile bootstrap interval of the mean (Efron 1979), at 95 %. NaN for no values. */
export function bootstrapMean(values: ArrayLike<number>, random: Random): Interval {
  return percentileInterval(resampledMeans([values], random)[0] ?? new Float64Array());
}

/**
 * Means of each column over RESAMPLES draws of as many rows with replacement: [column][resample]. The columns are of one
 * length and are drawn together (a row is one query), so that sums and differences of them are resampled as well.
 */
export function resampledMeans(
  columns: readonly ArrayLike<number>[],
  random: Random,
): readonly Float64Array[] {
  const rows = columns[0]?.length ?? 0;
  const means = columns.map(() => new Float64Array(RESAMPLES));
  const drawn = new Int32Array(rows);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    for (let i = 0; i < rows; i++) drawn[i] = random.integer(rows);
    for (const [column, values] of columns.entries()) {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += values[drawn[i] ?? 0] ?? 0;
      const ofColumn = means[column];
      if (ofColumn !== undefined) ofColumn[resample] = sum / rows;
    }
  }
  return means;
}

/** What the middle 95 % of the resampled means lie between. */
export function percentileInterval(means: Float64Array): Interval {
  const sorted = means.slice().sort();
  const tail = Math.floor(((1 - CONFIDENCE) / 2) * sorted.length);
  return { low: sorted[tail] ?? NaN, high: sorted[sorted.length - 1 - tail] ?? NaN };
}

/** A mean difference and its 95 % interval. */
export interface Difference extends Interval {
  readonly mean: number;
}

/**
 * How much better `a` is than `b` on the same questions: the mean over groups of the mean difference of each, with a
 * paired percentile bootstrap (Efron and Tibshirani 1993, §16), each group resampled by itself. Throws RangeError on groups
 * that are not the same questions.
 */
export function pairedBootstrap<Group>(
  a: ReadonlyMap<Group, Float64Array>,
  b: ReadonlyMap<Group, Float64Array>,
  random: Random,
): Difference {
  const groups = [...a].map(([group, ofA]) => {
    const ofB = b.get(group);
    if (ofB?.length !== ofA.length || a.size !== b.size) throw new RangeError('not the same questions');
    return ofA.map((value, i) => value - (ofB[i] ?? 0));
  });
  const meanBy = (place: (length: number, i: number) => number): number => {
    let total = 0;
    for (const differences of groups) {
      let sum = 0;
      for (let i = 0; i < differences.length; i++) sum += differences[place(differences.length, i)] ?? 0;
      total += sum / differences.length / groups.length;
    }
    return total;
  };
  const means = Float64Array.from({ length: RESAMPLES }, () =>
    meanBy((length) => random.integer(length)),
  ).sort();
  const tail = Math.floor(0.025 * RESAMPLES);
  return {
    mean: meanBy((_, i) => i),
    low: means[tail] ?? NaN,
    high: means[RESAMPLES - 1 - tail] ?? NaN,
  };
}
