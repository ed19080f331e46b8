import { describe, expect, it } from '@jest/globals';
import { armOf, shopperHash } from './assign-arm.ts';

const KEY = 'k'.repeat(32);
const shoppers = Array.from({ length: 4_000 }, (_, n) => `u:${n}`);
const challengers = (experimentId: string, percent: number) =>
  shoppers.filter((id) => armOf(shopperHash(KEY, experimentId, id), percent) === 'challenger');

describe('the arm of a shopper', () => {
  it('is the same each time, and by the share', () => {
    expect(challengers('one', 20)).toEqual(challengers('one', 20));
    expect(challengers('one', 20).length / shoppers.length).toBeCloseTo(0.2, 1);
    expect(challengers('one', 100)).toHaveLength(shoppers.length);
  });

  it('stays the challenger when the share grows', () => {
    const more = new Set(challengers('one', 40));
    expect(challengers('one', 20).filter((id) => !more.has(id))).toEqual([]);
  });

  it('is drawn anew in another experiment', () => {
    const second = new Set(challengers('two', 50));
    const both = challengers('one', 50).filter((id) => second.has(id));
    expect(both.length / shoppers.length).toBeCloseTo(0.25, 1);
  });
});
