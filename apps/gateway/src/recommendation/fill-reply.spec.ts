import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Strategy } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import type { Candidate, Tier } from './candidate.ts';
import { fillReply } from './fill-reply.ts';

const { STRATEGY_PERSONAL, STRATEGY_ITEM_TO_ITEM, STRATEGY_TRENDING } = Strategy;
const anything = () => true;
const candidates = (...ids: string[]): Candidate[] =>
  ids.map((itemId, place) => ({ itemId, score: 1 / (1 + place), source: 'transitions' }));
const tier = (strategy: Strategy, ...ids: string[]): Tier => ({
  strategy,
  candidates: () => candidates(...ids),
});

describe('fillReply', () => {
  it('does not ask the next strategy when the first fills the reply', async () => {
    const next: Tier = { strategy: STRATEGY_TRENDING, candidates: () => Promise.reject(new Error('asked')) };
    const filled = await fillReply([tier(STRATEGY_PERSONAL, 'a', 'b'), next], anything, 2);
    expect(filled.failed).toEqual([]);
    expect(filled.strategy).toBe(STRATEGY_PERSONAL);
  });

  it('fills what a filter leaves open from the next strategies, without doubles', async () => {
    const filled = await fillReply(
      [
        tier(STRATEGY_PERSONAL, 'a', 'x'),
        tier(STRATEGY_ITEM_TO_ITEM, 'a', 'b'),
        tier(STRATEGY_TRENDING, 'c', 'd'),
      ],
      (itemId) => itemId !== 'x',
      3,
    );
    expect(filled.candidates.map(({ itemId }) => itemId)).toEqual(['a', 'b', 'c']);
    expect(filled.strategy).toBe(STRATEGY_PERSONAL);
  });

  it('names the strategy of the first item', async () => {
    const filled = await fillReply(
      [tier(STRATEGY_PERSONAL, 'x'), tier(STRATEGY_TRENDING, 'a')],
      (itemId) => itemId !== 'x',
      3,
    );
    expect(filled.strategy).toBe(STRATEGY_TRENDING);
  });

  it('goes on with the next strategy when one throws, and tells of it', async () => {
    const error = new Error('broken');
    const broken: Tier = {
      strategy: STRATEGY_PERSONAL,
      candidates: () => {
        throw error;
      },
    };
    const filled = await fillReply([broken, tier(STRATEGY_TRENDING, 'a')], anything, 1);
    expect(filled.candidates).toHaveLength(1);
    expect(filled.failed).toEqual([{ strategy: STRATEGY_PERSONAL, error }]);
  });

  it('holds for any strategies: allowed items only, none twice, no more than asked, scores falling', async () => {
    const ids = fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 10 });
    const property = fc.asyncProperty(
      fc.array(ids, { maxLength: 4 }),
      fc.uniqueArray(fc.constantFrom(...'abcdefghij')),
      fc.integer({ min: 1, max: 12 }),
      async (lists, forbidden, limit) => {
        const tiers = lists.map((list) => tier(STRATEGY_TRENDING, ...list));
        const { candidates: reply } = await fillReply(tiers, (id) => !forbidden.includes(id), limit);
        const allowed = new Set(lists.flat().filter((id) => !forbidden.includes(id)));
        expect(reply).toHaveLength(Math.min(limit, allowed.size));
        expect(new Set(reply.map(({ itemId }) => itemId)).size).toBe(reply.length);
        expect(reply.every(({ itemId }) => allowed.has(itemId))).toBe(true);
        expect(reply.every(({ score }, place) => score <= (reply[place - 1]?.score ?? Infinity))).toBe(true);
      },
    );
    await fc.assert(property);
  });
});
