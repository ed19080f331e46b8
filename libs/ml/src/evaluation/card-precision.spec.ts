import { describe, expect, it } from '@jest/globals';
import { cardPrecisions } from './card-precision.ts';

describe('cardPrecisions', () => {
  it('ranks customers by their highest score and counts those with a fraud on the day', () => {
    const transactions = {
      scores: [0.1, 0.9, 0.8, 0.2],
      labels: [true, false, false, false],
      days: [1, 1, 1, 1],
      customers: [7, 7, 8, 9],
    };
    // Customer 7 is first by the harmless row, and right by the other.
    expect(cardPrecisions(transactions, 1)).toEqual([1]);
    expect(cardPrecisions(transactions, 2)).toEqual([0.5]);
  });

  it('leaves those found out of later days, whatever the order of the rows', () => {
    const transactions = {
      scores: [0.9, 0.5, 0.9],
      labels: [true, true, true],
      days: [2, 2, 1],
      customers: [1, 2, 1],
    };
    expect(cardPrecisions(transactions, 1)).toEqual([1, 1]);
    expect(cardPrecisions({ ...transactions, labels: [true, false, true] }, 1)).toEqual([1, 0]);
  });
});
