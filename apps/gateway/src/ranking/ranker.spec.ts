import { describe, expect, it } from '@jest/globals';
import type { Shopper } from '#ml';
import { itemIds, knownShopper, profileOf, ranker, toyModel } from '../testing/samples.ts';
import { ToyRecommender } from '../testing/toy-recommender.ts';

/** Counts how often it had to rank. */
class CountingRecommender extends ToyRecommender {
  ranked = 0;

  override recommend(shopper: Shopper, k: number) {
    this.ranked++;
    return super.recommend(shopper, k);
  }
}

describe('Ranker', () => {
  const countingModel = (version: string) => {
    const recommender = new CountingRecommender(itemIds(10));
    return { ...toyModel(itemIds(10), version), recommender };
  };

  it('ranks a version of a profile once', async () => {
    const model = countingModel('m1');
    const lists = ranker();
    const known = knownShopper({ profile: profileOf(['item-5']) });
    expect(await lists.rank(model, known)).toEqual(await lists.rank(model, known));
    expect(model.recommender.ranked).toBe(1);
  });

  it('ranks anew when the profile or the model changed', async () => {
    const [before, after] = [countingModel('m1'), countingModel('m2')];
    const lists = ranker();
    await lists.rank(before, knownShopper({ profile: profileOf(['item-5']) }));
    const changed = knownShopper({ profile: profileOf(['item-1'], { version: 2 }) });
    expect((await lists.rank(before, changed))[0]?.itemId).toBe('item-1');
    await lists.rank(after, changed);
    expect([before.recommender.ranked, after.recommender.ranked]).toEqual([2, 1]);
  });

  it('ranks a session inline and keeps nothing of it', async () => {
    const model = countingModel('m1');
    const lists = ranker();
    const profile = profileOf(['item-5']);
    const inSession = await lists.rank(model, knownShopper({ profile, sessionItemIds: ['item-1'] }));
    expect(inSession[0]?.itemId).toBe('item-1');
    expect((await lists.rank(model, knownShopper({ profile })))[0]?.itemId).toBe('item-5');
  });
});
