import { describe, expect, it } from '@jest/globals';
import { RecentErrors } from './recent-errors.ts';

describe('the errors of recent orders', () => {
  it('say how many were less strange', () => {
    const recent = new RecentErrors();
    for (const error of [1, 2, 3, 4]) recent.rank(error);
    expect(recent.rank(2.5)).toBe(2 / 5);
    expect(recent.rank(100)).toBe(5 / 6);
  });

  it('never call one of the first orders strange', () => {
    const recent = new RecentErrors();
    const ranks = Array.from({ length: 99 }, (_, order) => recent.rank(order));
    expect(Math.max(...ranks)).toBeLessThan(0.99);
    expect(recent.rank(1_000)).toBe(0.99);
  });

  it('get used to what has become ordinary', () => {
    const recent = new RecentErrors();
    for (let order = 0; order < 1_000; order++) recent.rank(1 + (order % 10) / 100);
    expect(recent.rank(9)).toBeGreaterThan(0.99);
    for (let order = 0; order < 1_000; order++) recent.rank(9 + (order % 10) / 100);
    expect(recent.rank(9)).toBeLessThan(0.2);
  });
});
