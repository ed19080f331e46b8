import { describe, expect, it } from '@jest/globals';
import { DAY_MS } from './bin-counts.ts';
import { groupIntoIncidents, type Incident } from './incidents.ts';

function newOnes(
  orders: readonly { readonly bins: readonly string[]; readonly timeMs: number }[],
): boolean[] {
  let incidents: readonly Incident[] = [];
  return orders.map(({ bins, timeMs }) => {
    const grouped = groupIntoIncidents(incidents, bins, timeMs);
    ({ incidents } = grouped);
    return grouped.isNew;
  });
}

describe('groupIntoIncidents', () => {
  it('takes orders that share a bin, directly or over others, for one attack', () => {
    const orders = [['age 0'], ['age 0', 'country'], ['country'], ['age 0']].map((bins, i) => ({
      bins,
      timeMs: i,
    }));
    expect(newOnes(orders)).toEqual([true, false, false, false]);
  });

  it('tells of an attack that goes on once a day', () => {
    const orders = [0, 0.5, 0.9, 1, 1.5, 2].map((day) => ({ bins: ['age 0'], timeMs: day * DAY_MS }));
    expect(newOnes(orders)).toEqual([true, false, false, true, false, true]);
  });

  it('asks for attention at most twice within a day', () => {
    const orders = Array.from({ length: 40 }, (_, i) => ({ bins: [`bin ${i}`], timeMs: i }));
    expect(newOnes(orders).filter(Boolean)).toHaveLength(2);
  });

  it('stays small', () => {
    let incidents: readonly Incident[] = [];
    for (let i = 0; i < 500; i++) ({ incidents } = groupIntoIncidents(incidents, [`bin ${i}`], i));
    expect(Math.max(...incidents.map(({ bins }) => bins.length))).toBeLessThanOrEqual(64);
    expect(incidents.reduce((sum, { orders }) => sum + orders, 0)).toBe(500);
  });
});
