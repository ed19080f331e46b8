import { describe, expect, it } from '@jest/globals';
import type { EpochMs } from '#contracts';
import type { Shopper } from '#ml';
import type { ServingModel } from '../models/serving-model.ts';
import type { Candidate } from '../recommendation/candidate.ts';
import { itemIds, knownShopper, NOW_MS, profileOf, ranker, toyModel } from '../testing/samples.ts';
import { ToyRecommender } from '../testing/toy-recommender.ts';

/** Counts how often it had to rank. */
class CountingRecommender extends ToyRecommender {
  ranked = 0;

  override recommend(shopper: Shopper, k: number) {
    this.ranked++;
    return super.recommend(shopper, k);
  }
}

const first = (list: Iterable<Candidate>) => [...list][0]?.itemId;

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
    expect(first((await lists.rank(before, changed)).list)).toBe('item-1');
    await lists.rank(after, changed);
    expect([before.recommender.ranked, after.recommender.ranked]).toEqual([2, 1]);
  });

  it('keeps nothing of a session', async () => {
    const model = countingModel('m1');
    const lists = ranker();
    const profile = profileOf(['item-5']);
    const inSession = await lists.rank(model, knownShopper({ profile, sessionItemIds: ['item-1'] }));
    expect(first(inSession.list)).toBe('item-1');
    expect(first((await lists.rank(model, knownShopper({ profile }))).list)).toBe('item-5');
  });

  it('makes a list once for all who ask for it at the same time', async () => {
    const model = countingModel('m1');
    const lists = ranker();
    const known = knownShopper({ profile: profileOf(['item-5']) });
    await Promise.all([lists.rank(model, known), lists.rank(model, known), lists.rank(model, known)]);
    expect(model.recommender.ranked).toBe(1);
  });

  it('makes the list of a changed profile before it is asked for, where one was asked for before', async () => {
    const model = countingModel('m1');
    const lists = ranker();
    await lists.rank(model, knownShopper({ profile: profileOf(['item-5']) }));
    const changed = knownShopper({ profile: profileOf(['item-1'], { version: 2 }) });
    await lists.refresh(model, changed);
    expect(model.recommender.ranked).toBe(2);
    expect(first((await lists.rank(model, changed)).list)).toBe('item-1');
    expect(model.recommender.ranked).toBe(2);
  });

  it('makes one list ahead of need, and the next one once somebody has asked', async () => {
    const model = countingModel('m1');
    const lists = ranker();
    const version = (n: number) => knownShopper({ profile: profileOf([`item-${n}`], { version: n }) });
    await lists.rank(model, version(1));
    await lists.refresh(model, version(2));
    await lists.refresh(model, version(3));
    expect(model.recommender.ranked).toBe(2);
    await lists.rank(model, version(3));
    await lists.refresh(model, version(4));
    expect(model.recommender.ranked).toBe(4);
  });

  it('has an item that the model has taken up in a list some seconds later, and serves the one before till then', async () => {
    let nowMs = NOW_MS;
    const lists = ranker(() => nowMs);
    const known = knownShopper({ profile: profileOf(['item-5']) });
    await lists.rank(countingModel('m1'), known);
    const more = new CountingRecommender(itemIds(11));
    const withMore = { ...toyModel(itemIds(11), 'm1'), recommender: more };
    const lengthNow = async () => [...(await lists.rank(withMore, known)).list].length;
    expect(await lengthNow()).toBe(10);
    nowMs = (nowMs + 3_000) as EpochMs;
    expect([await lengthNow(), await lengthNow()]).toEqual([11, 11]);
    expect(more.ranked).toBe(1);
  });

  it('makes no list for a shopper whom nobody asked for', async () => {
    const model = countingModel('m1');
    await ranker().refresh(model, knownShopper({ profile: profileOf(['item-5']) }));
    expect(model.recommender.ranked).toBe(0);
  });

  it('serves the list before while the list of a changed profile takes its time, and says of which it is', async () => {
    const lists = ranker();
    const model = toyModel(itemIds(10));
    await lists.rank(model, knownShopper({ profile: profileOf(['item-5']) }));
    const stuck: ServingModel['recommender'] = Object.assign(new ToyRecommender(itemIds(10)), {
      recommend: () => new Promise<never>(() => {}),
    });
    const changed = knownShopper({ profile: profileOf(['item-1'], { version: 2 }) });
    const served = await lists.rank({ ...model, recommender: stuck }, changed);
    expect([first(served.list), served.profileVersion]).toEqual(['item-5', 1]);
  });

  it('lets the newest change win, in whatever order the lists are finished', async () => {
    const finish: (() => void)[] = [];
    const recommender = new ToyRecommender(itemIds(10));
    const slow = {
      ...toyModel(itemIds(10)),
      recommender: {
        itemIds: recommender.itemIds,
        describe: recommender.describe.bind(recommender),
        has: (itemId: string) => recommender.has(itemId),
        wasTrainedOn: (itemId: string) => recommender.wasTrainedOn(itemId),
        changesOf: () => 0,
        rankItems: recommender.rankItems.bind(recommender),
        explain: recommender.explain.bind(recommender),
        similar: recommender.similar.bind(recommender),
        boughtTogether: recommender.boughtTogether.bind(recommender),
        recommend: (shopper: Shopper, k: number) =>
          new Promise<Iterable<Candidate>>((resolve) => {
            finish.push(() => resolve(recommender.recommend(shopper, k)));
          }),
      },
    };
    const lists = ranker();
    const older = lists.rank(slow, knownShopper({ profile: profileOf(['item-5']) }));
    const changed = knownShopper({ profile: profileOf(['item-1'], { version: 2 }) });
    const newer = lists.rank(slow, changed);
    for (const end of finish.toReversed()) end();
    await Promise.all([older, newer]);
    expect(first((await lists.rank(slow, changed)).list)).toBe('item-1');
    expect(finish).toHaveLength(2);
  });
});
