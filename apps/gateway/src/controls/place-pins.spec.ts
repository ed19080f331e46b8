import { describe, expect, it } from '@jest/globals';
import { candidates, idsOf } from '../testing/candidates.ts';
import { placePins } from './place-pins.ts';

const list = candidates('a', 'b', 'c', 'd').map((candidate) => ({ ...candidate, propensity: 1 }));
const pin = (itemId: string, position: number) => ({ itemId, position });
const placed = (pins: Parameters<typeof placePins>[1], before = 0, limit = 4) =>
  idsOf(placePins(list, pins, before, limit));

describe('placePins', () => {
  it('puts items at their positions and the list around them', () => {
    expect(placed([pin('y', 3), pin('x', 1)])).toEqual(['x', 'a', 'y', 'b']);
  });

  it('counts positions over all pages', () => {
    expect(placed([pin('x', 6)])).toEqual(['a', 'b', 'c', 'd']);
    expect(placed([pin('x', 6)], 4)).toEqual(['a', 'x', 'b', 'c']);
  });

  it('makes up for a position that was passed', () => {
    expect(placed([pin('x', 2)], 4)).toEqual(['x', 'a', 'b', 'c']);
  });

  it('puts what is pinned past the end of the list at its end', () => {
    expect(placed([pin('x', 90)], 0, 10)).toEqual(['a', 'b', 'c', 'd', 'x']);
  });
});
