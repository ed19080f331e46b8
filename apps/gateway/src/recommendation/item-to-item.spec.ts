import { describe, expect, it } from '@jest/globals';
import { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { catalogueItem, catalogueOf, itemIds, ranker, shopView, wanted } from '../testing/samples.ts';
import type { Answer } from './answer.ts';
import { boughtTogether } from './bought-together.ts';
import { similarItems } from './similar-items.ts';
import { trending } from './trending.ts';

const idsOf = (answer: Answer) => answer.items.map(({ itemId }) => itemId);

describe('similarItems', () => {
  it("shows the item's neighbours and not the item", async () => {
    const answer = await similarItems(shopView(), ranker(), 'item-5', wanted({ limit: 2 }));
    expect(idsOf(answer)).toEqual(['item-4', 'item-6']);
    expect(answer).toMatchObject({ strategy: Strategy.STRATEGY_ITEM_TO_ITEM, degradedReason: undefined });
    expect(answer.items[0]?.reason).toBe('Similar to Title of item-5');
  });

  it('asks the model once for an item that many pages show', async () => {
    const view = shopView();
    const lists = ranker();
    await similarItems(view, lists, 'item-5', wanted());
    const asked = view.model?.recommender;
    if (asked) {
      asked.similar = () => {
        throw new Error('asked again');
      };
    }
    const answer = await similarItems(view, lists, 'item-5', wanted({ limit: 2 }));
    expect([idsOf(answer), answer.failures]).toEqual([['item-4', 'item-6'], []]);
  });

  it('shows what is trending of its product type for an item the model does not know, and says so', async () => {
    const mug = { productType: 'Home > Mugs' };
    const catalogue = catalogueOf([
      ...itemIds(8).map((id) => catalogueItem(id)),
      catalogueItem('item-8', mug),
      catalogueItem('item-9', mug),
      catalogueItem('new', mug),
    ]);
    const answer = await similarItems(shopView({ catalogue }), ranker(), 'new', wanted({ limit: 3 }));
    expect(idsOf(answer)).toEqual(['item-8', 'item-9', 'item-0']);
    expect(answer.strategy).toBe(Strategy.STRATEGY_TRENDING);
    expect(answer.degradedReason).toBe('the model does not know this item yet');
  });
});

describe('boughtTogether', () => {
  it('shows none of the basket', async () => {
    const answer = await boughtTogether(shopView(), ['item-4', 'item-5'], wanted({ limit: 2 }));
    expect(idsOf(answer)).toEqual(['item-6', 'item-3']);
    expect(answer.strategy).toBe(Strategy.STRATEGY_ITEM_TO_ITEM);
    expect(answer.items[0]?.reason).toBe('Often bought with Title of item-5');
  });

  it('goes by the items of the basket that the model knows', async () => {
    const answer = await boughtTogether(shopView(), ['item-5', 'new'], wanted());
    expect(answer).toMatchObject({ strategy: Strategy.STRATEGY_ITEM_TO_ITEM, degradedReason: undefined });
  });

  it('shows what is trending where it knows none, and says so', async () => {
    const answer = await boughtTogether(shopView(), ['new'], wanted());
    expect(answer).toMatchObject({
      strategy: Strategy.STRATEGY_TRENDING,
      degradedReason: 'the model knows none of these items yet',
    });
  });
});

describe('trending', () => {
  it("puts the live counts behind the model's own list", async () => {
    const liveTrending = () => [
      { itemId: 'new', score: 9, source: 'trending' as const },
      { itemId: 'item-0', score: 5, source: 'trending' as const },
    ];
    const catalogue = catalogueOf([...itemIds(10), 'new'].map((id) => catalogueItem(id)));
    const answer = await trending(shopView({ catalogue, liveTrending }), wanted({ limit: 11 }));
    expect(idsOf(answer)).toEqual([...itemIds(10), 'new']);
  });
});
