import type { RecommenderDataSet } from './data-set.ts';
import { sliceInteractions, type InteractionSequence } from './history.ts';

/** Held out for the comparison of models, unless told. */
const HELD_OUT_SHARE = 0.1;

/** The time from which `heldOutShare` of the interactions lie: what comes after it is the held-out future. */
export function chooseSplit(dataSet: RecommenderDataSet, heldOutShare = HELD_OUT_SHARE): number {
  return quantileTime(dataSet.sequences, 1 - heldOutShare) ?? dataSet.dataUntilMs;
}

/** The time before which this share of the interactions lies; undefined without any. */
export function quantileTime(sequences: readonly InteractionSequence[], share: number): number | undefined {
  const times = new Float64Array(sequences.reduce((sum, { timesMs }) => sum + timesMs.length, 0));
  let length = 0;
  for (const { timesMs } of sequences) {
    times.set(timesMs, length);
    length += timesMs.length;
  }
  times.sort();
  return times[Math.floor(share * times.length)];
}

/** The sequences up to a time, exclusive; a visit that spans it is cut. Owners without a past are left out. */
export function before(sequences: readonly InteractionSequence[], splitAtMs: number): InteractionSequence[] {
  return sequences.flatMap((sequence) => {
    const end = firstAtOrAfter(sequence.timesMs, splitAtMs);
    return end === 0 ? [] : [{ owner: sequence.owner, ...sliceInteractions(sequence, 0, end) }];
  });
}

/** The first place whose time is at or after `timeMs`; the length when there is none. */
export function firstAtOrAfter(timesMs: Float64Array, timeMs: number): number {
  let [low, high] = [0, timesMs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timesMs[middle] ?? Infinity) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
