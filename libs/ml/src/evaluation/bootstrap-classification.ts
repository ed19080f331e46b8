import type { Random } from '../random.ts';
import { percentileInterval, type Interval } from './bootstrap.ts';

/** Scored rows of one test set. */
export interface ScoredRows {
  /** Higher is more likely positive; [rows]. */
  readonly scores: ArrayLike<number>;
  readonly labels: readonly boolean[];
}

export interface ClassificationIntervals {
  readonly averagePrecision: Interval;
  readonly rocAuc: Interval;
  /** Share of the positives caught when at most 1 % of the negatives are flagged. */
  readonly recallAt1: Interval;
}

const RESAMPLES = 400;
const FALSE_POSITIVES_MOST = 0.01;

/**
 * Percentile bootstrap intervals (Efron 1979), at 95 %, of the means over the test sets: rows are drawn again within each.
 * Ties are handled as in classification.ts; resamples without a positive are left out.
 */
export function bootstrapClassification(
  sets: readonly ScoredRows[],
  random: Random,
): ClassificationIntervals {
  const sums = { averagePrecision: zeros(), rocAuc: zeros(), recallAt1: zeros() };
  for (const set of sets) {
    const ranked = rank(set);
    const drawn = new Uint16Array(ranked.isPositive.length);
    for (let resample = 0; resample < RESAMPLES; resample++) {
      draw(drawn, random);
      const figures = weighted(ranked, drawn);
      for (const name of NAMES)
        sums[name][resample] = (sums[name][resample] ?? 0) + figures[name] / sets.length;
    }
  }
  const interval = (means: Float64Array) => percentileInterval(means.filter(Number.isFinite));
  return {
    averagePrecision: interval(sums.averagePrecision),
    rocAuc: interval(sums.rocAuc),
    recallAt1: interval(sums.recallAt1),
  };
}

const NAMES = ['averagePrecision', 'rocAuc', 'recallAt1'] as const;
const zeros = (): Float64Array => new Float64Array(RESAMPLES);

/** Rows from the highest score to the lowest. */
interface Ranked {
  readonly isPositive: Uint8Array;
  /** 1 at the last row of equal scores. */
  readonly endsTie: Uint8Array;
}

function rank({ scores, labels }: ScoredRows): Ranked {
  const order = Int32Array.from(labels.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  return {
    isPositive: Uint8Array.from(order, (row) => (labels[row] === true ? 1 : 0)),
    endsTie: Uint8Array.from(order, (row, place) => (scores[row] === scores[order[place + 1] ?? -1] ? 0 : 1)),
  };
}

function draw(counts: Uint16Array, random: Random): void {
  counts.fill(0);
  for (let i = 0; i < counts.length; i++) {
    const row = random.integer(counts.length);
    counts[row] = (counts[row] ?? 0) + 1;
  }
}

/** The metrics when row i stands there counts[i] times. */
function weighted(
  { isPositive, endsTie }: Ranked,
  counts: Uint16Array,
): Readonly<Record<(typeof NAMES)[number], number>> {
  let positivesTotal = 0;
  for (let i = 0; i < counts.length; i++) positivesTotal += (isPositive[i] ?? 0) * (counts[i] ?? 0);
  const negativesMost = FALSE_POSITIVES_MOST * (counts.length - positivesTotal);
  let [positives, negatives, tiedPositives, tiedNegatives, area, wins, caught] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? 0;
    if (isPositive[i] === 1) tiedPositives += count;
    else tiedNegatives += count;
    if (endsTie[i] === 0) continue;
    wins += (positives + 0.5 * tiedPositives) * tiedNegatives;
    positives += tiedPositives;
    negatives += tiedNegatives;
    if (tiedPositives > 0) area += (positives / (positives + negatives)) * tiedPositives;
    if (negatives <= negativesMost) caught = positives;
    tiedPositives = 0;
    tiedNegatives = 0;
  }
  return {
    averagePrecision: area / positivesTotal,
    rocAuc: wins / (positivesTotal * negatives),
    recallAt1: caught / positivesTotal,
  };
}
