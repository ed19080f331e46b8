import { describe, expect, it } from '@jest/globals';
import { candidates, idsOf } from '../testing/candidates.ts';
import { catalogueItem, catalogueOf, itemIds } from '../testing/samples.ts';
import { arrangement } from './arrange.ts';
import type { Controls } from './controls.ts';

const ids = itemIds(20);
const catalogue = catalogueOf(ids.map((id, n) => catalogueItem(id, { productType: `Type ${n % 4}` })));
const RECOMMENDATION = 'a recommendation';
const arranged = (controls: Controls, page = {}, allows: (itemId: string) => boolean = () => true) =>
  arrangement(
    controls,
    { limit: 6, before: 0, recommendationId: RECOMMENDATION, ...page },
    allows,
    catalogue,
  );
const pageOf = (...asked: Parameters<typeof arranged>) =>
  arranged(...asked)?.arrange(candidates(...ids)) ?? [];

describe('arrangement', () => {
  it('is none where the shop asks for nothing that changes the order', () => {
    const nothing = { boosts: [], pins: [], diversity: 0, maxPerCategory: 0, exploration: 0 };
    expect(arranged({ ...nothing, hideBoughtDays: 30, categoryLevels: 1 })).toBeUndefined();
  });

  it('counts a pinned item for the maximum, and shows it where the filter lets it pass', () => {
    const controls = { maxPerCategory: 1, pins: [{ itemId: 'item-4', position: 2 }] };
    expect(idsOf(pageOf(controls))).toEqual(['item-1', 'item-4', 'item-2', 'item-3']);
    const without = pageOf(controls, {}, (itemId) => itemId !== 'item-4');
    expect(idsOf(without)).toEqual(['item-0', 'item-1', 'item-2', 'item-3']);
  });

  it('counts a pinned item from a later page that moves up where the list runs out', () => {
    const controls = { maxPerCategory: 1, pins: [{ itemId: 'item-4', position: 20 }] };
    expect(idsOf(pageOf(controls))).toEqual(['item-1', 'item-2', 'item-3', 'item-4']);
  });

  it('draws only what the maximum lets stand, so that no draw is one too many', () => {
    const shown = pageOf({ maxPerCategory: 2, exploration: 0.5 });
    // 8 of the 20 are within the maximum: 3 at the top, 3 drawn from the other 5.
    expect(shown.map(({ propensity }) => propensity)).toEqual([1, 1, 1, 3 / 5, 3 / 5, 3 / 5]);
    expect(idsOf(shown).every((id) => Number(id.slice(5)) < 8)).toBe(true);
  });

  it('draws the same again for one page of one recommendation', () => {
    const controls = { exploration: 0.5 };
    expect(pageOf(controls)).toEqual(pageOf(controls));
    expect(pageOf(controls)).not.toEqual(pageOf(controls, { recommendationId: 'another' }));
  });

  it('has enough once a page and what it draws from are full', () => {
    const isEnough = (controls: Controls, count: number) =>
      arranged(controls)?.isEnough(candidates(...ids.slice(0, count)));
    expect([isEnough({ diversity: 1 }, 5), isEnough({ diversity: 1 }, 6)]).toEqual([false, true]);
    expect([isEnough({ exploration: 0.5 }, 14), isEnough({ exploration: 0.5 }, 15)]).toEqual([false, true]);
    expect(isEnough({ maxPerCategory: 1 }, 20)).toBe(false);
  });

  it('looks at all the candidates there are, 300 at most, where something is boosted', () => {
    const boosting = arranged({ boosts: [{ matches: () => true, factor: 2 }] });
    expect(boosting?.isEnough(candidates(...ids))).toBe(false);
    expect(boosting?.width).toBe(300);
  });
});
