import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import type { Profile } from '#contracts/generated/cartwise/profile/v1/profile';
import type { Shopper } from '#ml';
import {
  itemIds,
  knownShopper,
  NOW_MS,
  profileOf,
  ranker,
  SHOP,
  silent,
  toyModel,
} from '../testing/samples.ts';
import { ToyRecommender } from '../testing/toy-recommender.ts';
import { FreshLists } from './fresh-lists.ts';
import type { Ranker } from './ranker.ts';

/** Ranks when it is told to, and remembers by whose newest item. */
class PromptedRecommender extends ToyRecommender {
  readonly asked: (string | undefined)[] = [];
  private readonly waiting: (() => void)[] = [];

  override recommend(shopper: Shopper, k: number) {
    this.asked.push(shopper.recent.at(-1)?.itemId);
    const list = super.recommend(shopper, k);
    return new Promise((resolve) => this.waiting.push(() => resolve(list))) as never;
  }

  async finish(): Promise<void> {
    for (const end of this.waiting.splice(0)) end();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('FreshLists', () => {
  let recommender: PromptedRecommender;
  let lists: Ranker;
  let change: (shopId: ShopId, profile: Profile) => void;

  const model = () => ({ ...toyModel(itemIds(10)), recommender });
  const profile = (user: string, version: number, viewed: string) =>
    profileOf([viewed], { profileId: `u:${user}`, version });
  /** A page asked for this shopper before. */
  const asked = async (user: string) => {
    const list = lists.rank(model(), knownShopper({ profile: profile(user, 1, 'item-0') }));
    await recommender.finish();
    await list;
  };

  beforeEach(() => {
    recommender = new PromptedRecommender(itemIds(10));
    lists = ranker();
    const served = model();
    new FreshLists(
      { onChange: (listener) => (change = listener) },
      { ofShop: () => served },
      lists,
      () => NOW_MS,
      silent,
    ).onApplicationBootstrap();
  });

  it('makes the list of a changed profile that was asked for before', async () => {
    await asked('ann');
    change(SHOP, profile('ann', 2, 'item-4'));
    expect(recommender.asked).toEqual(['item-0', 'item-4']);
  });

  it('leaves those alone whom nobody asked for', () => {
    change(SHOP, profile('ann', 2, 'item-4'));
    expect(recommender.asked).toEqual([]);
  });

  it('makes a few at a time, and of a profile that changed again only the newest', async () => {
    for (const user of ['ann', 'bob', 'cat']) await asked(user);
    for (const user of ['ann', 'bob']) change(SHOP, profile(user, 2, 'item-1'));
    change(SHOP, profile('cat', 2, 'item-2'));
    change(SHOP, profile('cat', 3, 'item-3'));
    expect(recommender.asked.slice(3)).toEqual(['item-1', 'item-1']);
    await recommender.finish();
    expect(recommender.asked.slice(5)).toEqual(['item-3']);
  });
});
