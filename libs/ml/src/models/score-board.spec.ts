import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ScoreBoard } from './score-board.ts';

describe('ScoreBoard', () => {
  it('ranks like sorting all of it', () => {
    const additions = fc.array(fc.tuple(fc.integer({ min: 0, max: 49 }), fc.integer({ min: -5, max: 5 })), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(additions, fc.integer({ min: 0, max: 60 }), (all, k) => {
        const board = new ScoreBoard(50);
        const sums = new Map<number, number>();
        for (const [item, score] of all) {
          board.add(item, score);
          sums.set(item, (sums.get(item) ?? 0) + score);
        }
        const expected = [...sums].sort(([a, x], [b, y]) => y - x || a - b).slice(0, k);
        const top = board.top(k);
        expect([...top.items]).toEqual(expected.map(([item]) => item));
        expect([...top.scores]).toEqual(expected.map(([, score]) => score));
        expect([...board.best(k)].sort((a, b) => a - b)).toEqual([...top.items].sort((a, b) => a - b));
      }),
    );
  });

  it('is as new after clearing, and forgets what is removed', () => {
    const board = new ScoreBoard(5);
    board.add(3, 2);
    board.add(1, 1);
    board.remove(3);
    expect([...board.top(5).items]).toEqual([1]);
    expect(board.has(3)).toBe(false);
    board.clear();
    expect(board.top(5).items).toHaveLength(0);
    expect(board.scores.every((score) => score === 0)).toBe(true);
  });
});
