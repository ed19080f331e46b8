import { describe, expect, it } from '@jest/globals';
import { coordinateSearch, type Axis } from './coordinate-search.ts';

interface Bowl {
  readonly x: number;
  readonly y: number;
}

const axes: readonly Axis<Bowl>[] = [
  { name: 'x', values: [0, 1, 2, 3, 4] },
  { name: 'y', values: [0, 1, 2, 3, 4] },
];
/** Highest at (3, 1), and x matters only as far as y lets it. */
const heightOf = ({ x, y }: Bowl): number => -((x - 3) ** 2) - (y - 1) ** 2 - 0.3 * (x - 3) * (y - 1);

describe('coordinateSearch', () => {
  it('finds the best of axes that depend on each other', () => {
    const { config, goal } = coordinateSearch<Bowl>({
      start: { x: 0, y: 4 },
      axes,
      roundsMost: 3,
      evaluate: heightOf,
      goesOn: () => true,
    });
    expect(config).toEqual({ x: 3, y: 1 });
    expect(goal).toBeCloseTo(0);
  });

  it('asks only the better half of an axis everything', () => {
    const shares: number[] = [];
    coordinateSearch<Bowl>({
      start: { x: 3, y: 1 },
      axes: axes.slice(0, 1),
      roundsMost: 1,
      evaluate: (config, share) => {
        shares.push(share);
        return heightOf(config);
      },
      goesOn: () => true,
    });
    expect(shares).toEqual([1, 0.25, 0.25, 0.25, 0.25, 1, 1]);
  });

  it('stays with the start where nothing is better, after one round', () => {
    let asked = 0;
    const { config } = coordinateSearch<Bowl>({
      start: { x: 3, y: 1 },
      axes,
      roundsMost: 10,
      evaluate: (tried) => {
        asked++;
        return heightOf(tried);
      },
      goesOn: () => true,
    });
    expect(config).toEqual({ x: 3, y: 1 });
    expect(asked).toBe(1 + 2 * (4 + 2));
  });

  it('ends with the best so far when it is told to', () => {
    let left = 6;
    const { config, goal } = coordinateSearch<Bowl>({
      start: { x: 0, y: 1 },
      axes,
      roundsMost: 3,
      evaluate: heightOf,
      goesOn: () => left-- > 0,
    });
    expect(goal).toBe(heightOf(config));
    expect(goal).toBeGreaterThan(heightOf({ x: 0, y: 1 }));
  });

  it('keeps the best without any rounds', () => {
    const search = { start: { x: 1, y: 1 }, axes, roundsMost: 0, evaluate: heightOf, goesOn: () => true };
    expect(coordinateSearch<Bowl>(search)).toEqual({ config: { x: 1, y: 1 }, goal: -4, trials: 1 });
  });
});
