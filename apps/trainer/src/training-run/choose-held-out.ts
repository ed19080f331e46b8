import { chooseSplit, type RecommenderDataSet } from '#ml';

/** Interactions since the champion that make a comparison worth more than the champion's own figure. */
export const NEW_INTERACTIONS_MIN = 1_000;

/** From when on interactions are held out of training, and whether the champion has not seen them either. */
export interface HeldOut {
  readonly splitAtMs: number;
  readonly unseenByChampion: boolean;
}

/**
 * The newest tenth of the interactions, if the champion was trained before it. Served models are refitted on all they
 * were given, so a younger champion has seen part of that tenth and would look better than it is. Then the newer half
 * of what came after the champion is held out: the challenger may learn from the older half, as it would in service.
 * With too little of that, nothing fair can be held out.
 */
export function chooseHeldOut(dataSet: RecommenderDataSet, championUntilMs: number | undefined): HeldOut {
  const usual = chooseSplit(dataSet);
  if (championUntilMs === undefined || championUntilMs <= usual) {
    return { splitAtMs: usual, unseenByChampion: true };
  }
  const newTimesMs = timesFrom(dataSet, championUntilMs);
  const middle = newTimesMs[Math.floor(newTimesMs.length / 2)];
  if (middle === undefined || newTimesMs.length < NEW_INTERACTIONS_MIN) {
    return { splitAtMs: usual, unseenByChampion: false };
  }
  return { splitAtMs: middle, unseenByChampion: true };
}

function timesFrom({ sequences }: RecommenderDataSet, fromMs: number): Float64Array {
  const times: number[] = [];
  for (const { timesMs } of sequences) {
    for (const timeMs of timesMs) if (timeMs >= fromMs) times.push(timeMs);
  }
  return Float64Array.from(times).sort();
}
