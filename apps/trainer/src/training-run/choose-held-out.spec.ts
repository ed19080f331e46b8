import { describe, expect, it } from '@jest/globals';
import { DataSetBuilder, type RecommenderDataSet } from '#ml';
import { chooseHeldOut, NEW_INTERACTIONS_MIN } from './choose-held-out.ts';

/** One interaction a millisecond, from 0. */
function dataSetOf(interactions: number): RecommenderDataSet {
  const builder = new DataSetBuilder();
  for (let timeMs = 0; timeMs < interactions; timeMs++) {
    builder.add(`u:${timeMs % 50}`, { itemId: `item-${timeMs % 7}`, kind: 'view', timeMs });
  }
  return builder.build();
}

describe('what is held out of training', () => {
  it('is the newest tenth, without a champion', () => {
    expect(chooseHeldOut(dataSetOf(1_000), undefined)).toEqual({ splitAtMs: 900, unseenByChampion: true });
  });

  it('is the newest tenth, with a champion from before it', () => {
    expect(chooseHeldOut(dataSetOf(1_000), 800)).toEqual({ splitAtMs: 900, unseenByChampion: true });
  });

  it('is the newer half of what a young champion has not seen', () => {
    const interactions = 20 * NEW_INTERACTIONS_MIN;
    const championUntilMs = interactions - NEW_INTERACTIONS_MIN;
    expect(chooseHeldOut(dataSetOf(interactions), championUntilMs)).toEqual({
      splitAtMs: interactions - NEW_INTERACTIONS_MIN / 2,
      unseenByChampion: true,
    });
  });

  it('is known to the champion when too little came after it', () => {
    expect(chooseHeldOut(dataSetOf(1_000), 950)).toEqual({ splitAtMs: 900, unseenByChampion: false });
  });
});
