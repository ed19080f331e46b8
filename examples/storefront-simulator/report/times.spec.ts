import { describe, expect, it } from '@jest/globals';
import { timesOf } from './times.ts';

describe('times', () => {
  it('have their median and the time within which 95 of 100 came, in seconds', () => {
    const timesMs = Array.from({ length: 100 }, (_, i) => (100 - i) * 1_000);
    expect(timesOf(timesMs)).toEqual({ median: 50, p95: 95 });
    expect(timesOf([4_240])).toEqual({ median: 4.2, p95: 4.2 });
  });

  it('are nothing where there was nothing to time', () => {
    expect(timesOf([])).toEqual({ median: null, p95: null });
  });
});
