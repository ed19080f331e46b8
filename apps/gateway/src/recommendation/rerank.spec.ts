import { describe, expect, it } from '@jest/globals';
import { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { NO_RULES } from '../filter/item-filter.ts';
import {
  catalogueItem,
  catalogueOf,
  knownShopper,
  profileOf,
  ranker,
  shopView,
  wanted as wantedOf,
} from '../testing/samples.ts';
import { rerank, type RerankWanted } from './rerank.ts';

const known = knownShopper({ profile: profileOf(['item-5']) });
const order = async (wanted: Partial<RerankWanted>, view = shopView()) => {
  const { limit: _, rules: __, ...rest } = wantedOf();
  const answer = await rerank(view, known, ranker(), {
    ...rest,
    itemIds: [],
    limit: undefined,
    rules: undefined,
    ...wanted,
  });
  return { ...answer, ids: answer.items.map(({ itemId }) => itemId) };
};

describe('rerank', () => {
  it('orders a list by what the model thinks of it for this shopper', async () => {
    const answer = await order({ itemIds: ['item-0', 'item-9', 'item-5', 'item-4'] });
    expect(answer.ids).toEqual(['item-5', 'item-4', 'item-9', 'item-0']);
    expect(answer.strategy).toBe(Strategy.STRATEGY_PERSONAL);
  });

  it('keeps the order of equal scores, and of unknown items at the end', async () => {
    const answer = await order({ itemIds: ['new-2', 'item-6', 'new-1', 'item-4'] });
    expect(answer.ids).toEqual(['item-6', 'item-4', 'new-2', 'new-1']);
  });

  it('says of each item why it stands there, and nothing of one that the model does not know', async () => {
    const { items } = await order({ itemIds: ['new-1', 'item-4'] });
    const reasons = items.map(({ source, becauseOfItemId, reason }) => [source, becauseOfItemId, reason]);
    expect(reasons).toEqual([
      ['transitions', 'item-5', 'Often chosen after Title of item-5'],
      ['', '', ''],
    ]);
  });

  it('keeps every item without a filter, sold out ones included, and drops what a filter leaves out', async () => {
    const catalogue = catalogueOf([
      catalogueItem('item-1', { availability: 'out_of_stock' }),
      catalogueItem('item-2'),
    ]);
    const itemIds = ['item-1', 'item-2', 'gone'];
    expect((await order({ itemIds }, shopView({ catalogue }))).ids).toHaveLength(3);
    expect((await order({ itemIds, rules: NO_RULES }, shopView({ catalogue }))).ids).toEqual(['item-2']);
  });

  it("keeps to the shop's controls within the list: pins only what was sent", async () => {
    const pins = [
      { itemId: 'item-0', position: 1 },
      { itemId: 'item-8', position: 2 },
    ];
    const answer = await order({ itemIds: ['item-0', 'item-4', 'item-9'], controls: { pins } });
    expect(answer.ids).toEqual(['item-0', 'item-4', 'item-9']);
  });

  it('gives each item once and no more than the limit', async () => {
    const answer = await order({ itemIds: ['item-1', 'item-1', 'item-2', 'item-3'], limit: 2 });
    expect(answer.ids).toEqual(['item-3', 'item-2']);
  });

  it('gives the list back as it was sent when no model is published', async () => {
    const itemIds = ['item-9', 'item-1', 'item-5'];
    const answer = await order({ itemIds }, shopView({ model: undefined }));
    expect(answer.ids).toEqual(itemIds);
    expect(answer).toMatchObject({
      strategy: Strategy.STRATEGY_UNSPECIFIED,
      degradedReason: 'no model is published yet',
    });
  });
});
