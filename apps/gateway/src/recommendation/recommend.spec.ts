import { describe, expect, it } from '@jest/globals';
import { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { NO_RULES } from '../filter/item-filter.ts';
import { ToyRecommender } from '../testing/toy-recommender.ts';
import {
  catalogueItem,
  catalogueOf,
  compile,
  itemIds,
  knownShopper,
  profileOf,
  ranker,
  shopView,
  toyModel,
  wanted,
} from '../testing/samples.ts';
import type { Answer } from './answer.ts';
import { recommend } from './recommend.ts';

const request = (fields = {}) => ({ ...wanted(fields), includeSeen: false });
const idsOf = (answer: Answer) => answer.items.map(({ itemId }) => itemId);

describe('recommend', () => {
  it('is personal for a shopper with a profile that the model knows', async () => {
    const known = knownShopper({ profile: profileOf(['item-5']) });
    const answer = await recommend(shopView(), known, ranker(), request({ limit: 3 }));
    expect(idsOf(answer)).toEqual(['item-5', 'item-4', 'item-6']);
    expect(answer).toMatchObject({
      strategy: Strategy.STRATEGY_PERSONAL,
      modelVersion: 'recommender-1',
      degradedReason: undefined,
    });
    expect(answer.items[1]).toMatchObject({
      title: 'Title of item-4',
      source: 'transitions',
      becauseOfItemId: 'item-5',
      reason: 'Often chosen after Title of item-5',
    });
  });

  it('adds the session to the profile', async () => {
    const known = knownShopper({ profile: profileOf(['item-5']), sessionItemIds: ['item-1'] });
    const answer = await recommend(shopView(), known, ranker(), request({ limit: 2 }));
    expect(idsOf(answer)).toEqual(['item-1', 'item-0']);
    expect(answer.strategy).toBe(Strategy.STRATEGY_PERSONAL);
  });

  it('goes by the session alone for a newcomer, and that is nothing less than can be', async () => {
    const known = knownShopper({ sessionItemIds: ['item-8'] });
    const answer = await recommend(shopView(), known, ranker(), request());
    expect(answer).toMatchObject({ strategy: Strategy.STRATEGY_SESSION, degradedReason: undefined });
  });

  it('says that the profile store does not answer, and goes by the session', async () => {
    const problem = 'the profile store does not answer';
    const known = knownShopper({ problem, sessionItemIds: ['item-8'] });
    const answer = await recommend(shopView(), known, ranker(), request());
    expect(answer).toMatchObject({
      strategy: Strategy.STRATEGY_SESSION,
      degradedReason: 'the profile store does not answer; session only',
    });
  });

  it('shows a newcomer without a session what is trending, and that is nothing less than can be', async () => {
    const answer = await recommend(shopView(), knownShopper(), ranker(), request({ limit: 2 }));
    expect(idsOf(answer)).toEqual(['item-0', 'item-1']);
    expect(answer).toMatchObject({ strategy: Strategy.STRATEGY_TRENDING, degradedReason: undefined });
    expect(answer.items[0]?.reason).toBe('Trending now');
  });

  it('shows what is trending when the model knows none of what the shopper looked at, and says so', async () => {
    const known = knownShopper({ profile: profileOf(['brand-new']) });
    const answer = await recommend(shopView(), known, ranker(), request());
    expect(answer.strategy).toBe(Strategy.STRATEGY_TRENDING);
    expect(answer.degradedReason).toMatch(/the model knows none/);
  });

  it('counts what sells now before any model is published, and says so', async () => {
    const liveTrending = () => [{ itemId: 'item-7', score: 3, source: 'trending' as const }];
    const view = shopView({ model: undefined, liveTrending });
    const answer = await recommend(view, knownShopper(), ranker(), request({ limit: 1 }));
    expect(idsOf(answer)).toEqual(['item-7']);
    expect(answer).toMatchObject({
      strategy: Strategy.STRATEGY_TRENDING,
      modelVersion: '',
      degradedReason: 'no model is published yet',
    });
  });

  it('shows the newest of the catalogue when nothing else is known', async () => {
    const catalogue = catalogueOf([
      catalogueItem('old', { updatedAt: 1 as never }),
      catalogueItem('new', { updatedAt: 2 as never }),
    ]);
    const answer = await recommend(
      shopView({ model: undefined, catalogue }),
      knownShopper(),
      ranker(),
      request(),
    );
    expect(idsOf(answer)).toEqual(['new', 'old']);
  });

  it('answers with nothing, not with an error, in an empty shop', async () => {
    const view = shopView({ model: undefined, catalogue: catalogueOf([]) });
    const answer = await recommend(view, knownShopper(), ranker(), request());
    expect(answer).toMatchObject({ items: [], strategy: Strategy.STRATEGY_UNSPECIFIED });
  });

  it('leaves out what was bought, unless it is asked for', async () => {
    const known = knownShopper({ profile: profileOf(['item-5'], { purchasedItemIds: ['item-5'] }) });
    const without = await recommend(shopView(), known, ranker(), request());
    expect(idsOf(without)).not.toContain('item-5');
    const included = await recommend(shopView(), known, ranker(), { ...request(), includeSeen: true });
    expect(idsOf(included)).toContain('item-5');
  });

  it('stays personal within a category that the best of all do not touch, though it scores below zero', async () => {
    // Of 1,000 items only the last two are mugs; a list of the 300 best has none of them.
    const ids = itemIds(1_000);
    const mugs = new Set(ids.slice(-2));
    const catalogue = catalogueOf(
      ids.map((id) => catalogueItem(id, { productType: mugs.has(id) ? 'Home > Mugs' : 'Garden' })),
    );
    const known = knownShopper({ profile: profileOf(['item-0']) });
    const answer = await recommend(
      shopView({ catalogue, model: toyModel(ids) }),
      known,
      ranker(),
      request({ rules: { ...NO_RULES, categories: ['Home'] } }),
    );
    expect(idsOf(answer)).toEqual(['item-998', 'item-999']);
    expect(answer.strategy).toBe(Strategy.STRATEGY_PERSONAL);
    expect(answer.items.map(({ reason }) => reason)).toEqual([
      'Often chosen after Title of item-0',
      'Often chosen after Title of item-0',
    ]);
  });

  it('boosts an item from beyond the list that is kept, up to the 300th', async () => {
    const ids = itemIds(400);
    const catalogue = catalogueOf(ids.map((id) => catalogueItem(id)));
    const view = shopView({ catalogue, model: toyModel(ids) });
    const known = knownShopper({ profile: profileOf(['item-0']) });
    const boosted = async (...boostedIds: readonly string[]) => {
      const boosts = [{ matches: compile(`id in ("${boostedIds.join('", "')}")`, ''), factor: 100 }];
      return idsOf(await recommend(view, known, ranker(), request({ limit: 4, controls: { boosts } })));
    };
    expect(await boosted('item-250', 'item-350')).toEqual(['item-0', 'item-1', 'item-250', 'item-2']);
  });

  it('answers with what is trending when the model breaks, and says so', async () => {
    const recommender = new ToyRecommender(itemIds(10));
    recommender.recommend = recommender.similar = () => {
      throw new Error('broken');
    };
    const model = { ...toyModel(itemIds(10)), recommender };
    const known = knownShopper({ profile: profileOf(['item-5']) });
    const answer = await recommend(shopView({ model }), known, ranker(), request());
    expect(answer).toMatchObject({
      strategy: Strategy.STRATEGY_TRENDING,
      degradedReason: 'a better strategy failed',
    });
    expect(answer.failures.map(({ strategy }) => strategy)).toContain(Strategy.STRATEGY_PERSONAL);
  });
});
