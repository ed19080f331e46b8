import { describe, expect, it } from '@jest/globals';
import { coordinateSearch, type Axis, type CoordinateSearch } from './coordinate-search.ts';

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

/** All questions have the same answer: every rung gives the height. */
const heights = async (configs: readonly Bowl[]) => configs.map(heightOf);
const search = (changes: Partial<CoordinateSearch<Bowl>>) =>
  coordinateSearch<Bowl>({
    starts: [{ x: 0, y: 4 }],
    axes,
    roundsMost: 3,
    rungs: 3,
    evaluate: heights,
    goesOn: () => true,
    ...changes,
  });

describe('coordinateSearch', () => {
  it('finds the best of axes that depend on each other', async () => {
    const { config, goal, isComplete } = await search({});
    expect(config).toEqual({ x: 3, y: 1 });
    expect(goal).toBeCloseTo(0);
    expect(isComplete).toBe(true);
  });

  it('begins at the best of the starts', async () => {
    const starts = [
      { x: 0, y: 4 },
      { x: 2, y: 1 },
      { x: 4, y: 4 },
    ] as const;
    expect(await search({ starts, roundsMost: 0 })).toEqual({
      config: { x: 2, y: 1 },
      goal: heightOf({ x: 2, y: 1 }),
      trials: 3,
      isComplete: true,
    });
  });

  it('takes the better half of an axis to the next rung', async () => {
    const asked: (readonly [rung: number, xs: readonly number[]])[] = [];
    await search({
      starts: [{ x: 3, y: 1 }],
      axes: axes.slice(0, 1),
      evaluate: async (configs, rung) => {
        asked.push([rung, configs.map(({ x }) => x)]);
        return heights(configs);
      },
    });
    expect(asked.slice(3)).toEqual([
      [0, [0, 1, 2, 4]],
      [1, [2, 4]],
      [2, [2]],
    ]);
  });

  it('stays with the start where nothing is better, after one round', async () => {
    const { config, trials } = await search({ starts: [{ x: 3, y: 1 }], roundsMost: 10 });
    expect(config).toEqual({ x: 3, y: 1 });
    expect(trials).toBe(1 + 2 * 4);
  });

  it('ends with the best so far when it is told to', async () => {
    let left = 4;
    const { config, goal, isComplete } = await search({
      starts: [{ x: 0, y: 1 }],
      goesOn: () => left-- > 0,
    });
    expect(isComplete).toBe(false);
    expect(goal).toBe(heightOf(config));
    expect(goal).toBeGreaterThan(heightOf({ x: 0, y: 1 }));
  });
});
